//! What the cells of a column may hold: as help, and as a choice that a spreadsheet offers.

use rust_xlsxwriter::DataValidation;
use rust_xlsxwriter::DataValidationRule;
use rust_xlsxwriter::Formula;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use crate::exchange::code_lists::code_lists;
use crate::model::Field;
use crate::model::FieldType;
use crate::model::PublishedList;

/// Name of the hidden sheet that holds long lists.
const SHEET: &str = "lists";
/// The longest list, commas included, that fits into a choice itself.
const SHORT_LIST: usize = 255;

/// Lists that are too long for a choice, a column each on a hidden sheet.
#[derive(Default)]
pub(super) struct Lists {
    columns: Vec<Vec<&'static str>>,
}

impl Lists {
    /// What a spreadsheet offers in the cells of a column and what it refuses; none where anything may be typed. Lists of units are
    /// offered only, since other spellings are converted; a cell with several values is free.
    pub(super) fn choice(&mut self, field: &Field) -> Result<Option<DataValidation>, XlsxError> {
        let choice = match field.of {
            _ if field.many => return Ok(None),
            FieldType::Code(codes) => self.of_list(codes.to_vec())?,
            FieldType::Flag => self.of_list(vec!["true", "false"])?,
            FieldType::Published(list) => {
                let choice = self.of_list(codes_of(list))?;
                choice.show_error_message(list != PublishedList::Unit)
            }
            FieldType::Int(low, high) => {
                let (Ok(low), Ok(high)) = (i32::try_from(low), i32::try_from(high)) else {
                    return Ok(None);
                };
                DataValidation::new()
                    .allow_whole_number(DataValidationRule::Between(low, high))
                    .set_error_message(format!("A whole number from {low} to {high}."))?
            }
            FieldType::Number(low, high) if low > f64::MIN && high < f64::MAX => {
                DataValidation::new()
                    .allow_decimal_number(DataValidationRule::Between(low, high))
                    .set_error_message(format!("A number from {low} to {high}."))?
            }
            _ => return Ok(None),
        };
        Ok(Some(choice))
    }

    /// Writes the hidden sheet.
    pub(super) fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(SHEET)?.set_hidden(true);
        for (column, codes) in (0..).zip(&self.columns) {
            for (row, code) in (0..).zip(codes) {
                sheet.write_string(row, column, *code)?;
            }
        }
        Ok(())
    }

    fn of_list(&mut self, codes: Vec<&'static str>) -> Result<DataValidation, XlsxError> {
        let length: usize = codes.iter().map(|it| it.len() + 1).sum();
        if length <= SHORT_LIST {
            return DataValidation::new().allow_list_strings(&codes);
        }
        let rows = codes.len();
        let at = self.columns.iter().position(|it| *it == codes);
        let at = at.unwrap_or_else(|| {
            self.columns.push(codes);
            self.columns.len() - 1
        });
        let column = u16::try_from(at).map_err(|_many| XlsxError::RowColumnLimitError)?;
        let column = rust_xlsxwriter::utility::column_number_to_name(column);
        let formula = Formula::new(format!("={SHEET}!${column}$1:${column}${rows}"));
        Ok(DataValidation::new().allow_list_formula(formula))
    }
}

/// The codes of a published list.
fn codes_of(list: PublishedList) -> Vec<&'static str> {
    code_lists().codes(list).map(|(code, _)| code).collect()
}

/// What a column holds, in words.
pub(super) fn explained(field: &Field) -> String {
    let mut said = field.doc.to_owned();
    if field.many {
        said.push_str(" Several are separated by `;`.");
    }
    match field.of {
        FieldType::Ref([kind]) => said += &format!(" The id of a {}.", kind.code()),
        FieldType::Ref(_) => said += " As `kind:id`, such as `site:x`.",
        FieldType::Code(codes) if field.many => {
            said += &format!(" One of {}.", codes.join(", "));
        }
        FieldType::Date => said += " As YYYY-MM-DD, YYYY-MM or YYYY.",
        FieldType::Period => said += " As YYYY/YYYY.",
        _ => {}
    }
    said
}
