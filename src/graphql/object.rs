//! The macro that makes the objects of the API, so that what they have in common is written once.
//!
//! Four layers, each with the fields of those before it: a `fact` has an id, sources and a note; a
//! `subject` also figures and statements; an `entity` also slug, name and revision; a `named`
//! entity also its names in other languages and its aliases.

/// Declares an object type for the records of a kind; the braces hold its own fields.
macro_rules! object {
    ($(#[$doc:meta])+ named $name:ident { $($own:tt)* }) => {
        $crate::graphql::object::object! {
            $(#[$doc])+ entity $name {
                /// Finnish name.
                async fn name_fi(&self) -> Option<&str> {
                    self.0.text($crate::model::NAME_FI)
                }

                /// Swedish name.
                async fn name_sv(&self) -> Option<&str> {
                    self.0.text($crate::model::NAME_SV)
                }

                /// Other names by which it is found, those of records merged into it included.
                async fn aliases(&self) -> Vec<&str> {
                    self.0.texts($crate::model::ALIASES)
                }

                $($own)*
            }
        }
    };
    ($(#[$doc:meta])+ entity $name:ident { $($own:tt)* }) => {
        $crate::graphql::object::object! {
            $(#[$doc])+ subject $name {
                /// The part of the id after the kind.
                pub(crate) async fn slug(&self) -> &str {
                    self.0.slug()
                }

                /// Its name in English or as its owner writes it.
                pub(crate) async fn name(&self) -> &str {
                    self.0.name()
                }

                /// Revision of the data it was read from.
                pub(crate) async fn revision(&self) -> i32 {
                    $crate::graphql::numbers::int(self.0.asked.snapshot.revision())
                }

                $($own)*
            }
        }
    };
    ($(#[$doc:meta])+ subject $name:ident { $($own:tt)* }) => {
        $crate::graphql::object::object! {
            $(#[$doc])+ fact $name {
                /// The figures that count for the year asked: of each question the one chosen among
                /// years and sources, and those the source gives no value for.
                pub(crate) async fn figures(
                    &self,
                    #[graphql(desc = "Only figures of these quantities.")] quantity: Option<Vec<$crate::graphql::codes::Quantity>>,
                    #[graphql(desc = "Only figures of this material.")] material: Option<async_graphql::ID>,
                    #[graphql(desc = "Every figure on record, of all years and sources.", default = false)] all_years: bool,
                ) -> Result<Vec<$crate::graphql::figure::Figure>, $crate::graphql::error::ApiError> {
                    $crate::graphql::figure::figures(&self.0, quantity.as_deref(), material.as_ref(), all_years)
                }

                /// What is stated of it that is no number, with its history.
                pub(crate) async fn statements(
                    &self,
                    #[graphql(desc = "Only statements on this field, such as `status`.")] field: Option<String>,
                ) -> Result<Vec<$crate::graphql::statement::Statement>, $crate::graphql::error::ApiError> {
                    self.0.statements(field.as_deref())
                }

                $($own)*
            }
        }
    };
    ($(#[$doc:meta])+ fact $name:ident { $($own:tt)* }) => {
        $(#[$doc])+
        #[derive(Clone)]
        pub(crate) struct $name($crate::graphql::item::Item);

        impl From<$crate::graphql::item::Item> for $name {
            fn from(item: $crate::graphql::item::Item) -> Self {
                Self(item)
            }
        }

        impl $crate::graphql::item::Recorded for $name {
            const KIND: $crate::model::Kind = $crate::model::Kind::$name;
        }

        #[async_graphql::Object]
        $(#[$doc])+
        impl $name {
            /// The global id, `kind:slug`.
            pub(crate) async fn id(&self) -> async_graphql::ID {
                self.0.id()
            }

            /// Documents or pages it rests on.
            pub(crate) async fn sources(&self) -> Result<Vec<$crate::graphql::source::Source>, $crate::graphql::error::ApiError> {
                self.0.sources()
            }

            /// Free remark.
            async fn note(&self) -> Option<&str> {
                self.0.note()
            }

            $($own)*
        }
    };
}
pub(crate) use object;
