//! Roles in words.

use super::*;

#[test]
fn roles_are_read_in_words_of_three_languages() {
    let role = |text: &str| {
        let read = read(
            &registry(),
            &format!("twin-a,ring,{text},2024,A page\n"),
            false,
        );
        let problems: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems, Vec::<String>::new(), "{text}");
        match read.records[0].0.get(membership::ROLE) {
            Some(Value::Code(code)) => MembershipRole::ALL[usize::from(*code)],
            other => panic!("{other:?}"),
        }
    };
    for (text, expected) in [
        ("jäsen", MembershipRole::Member),
        ("JÄSEN", MembershipRole::Member),
        ("yritysjäsen", MembershipRole::Member),
        ("medlem", MembershipRole::Member),
        ("company member", MembershipRole::Member),
        ("perustajajäsen", MembershipRole::Founder),
        ("founding member", MembershipRole::Founder),
        ("grundande medlem", MembershipRole::Founder),
        ("hankekumppani", MembershipRole::ProjectPartner),
        ("projektpartner", MembershipRole::ProjectPartner),
        ("tutkimuskumppani", MembershipRole::Partner),
        ("koordinaattori", MembershipRole::Manager),
        ("vetäjä", MembershipRole::Manager),
        ("stödjare", MembershipRole::Supporter),
        // Who was one is none.
        ("former member", MembershipRole::Other),
        ("entinen jäsen", MembershipRole::Other),
        ("ent. jäsen", MembershipRole::Other),
        ("exjäsen", MembershipRole::Other),
        ("eronnut jäsen", MembershipRole::Other),
        ("f.d. medlem", MembershipRole::Other),
        ("utträdd medlem", MembershipRole::Other),
        // Who is one by an office, or trades abroad, is one.
        ("ex officio member", MembershipRole::Member),
        ("exportmedlem", MembershipRole::Member),
    ] {
        assert_eq!(role(text), expected, "{text}");
    }
    let near = |text: &str| {
        let read = read(
            &registry(),
            &format!("twin-a,ring,{text},2024,A page\n"),
            false,
        );
        assert!(read.records.is_empty(), "{text}");
        read.problems[0].suggestion.clone()
    };
    assert_eq!(near("jäsn").as_deref(), Some("jäsen"));
    assert_eq!(near("perustja").as_deref(), Some("perustaja"));
    assert_eq!(near("project parnter").as_deref(), Some("PROJECT_PARTNER"));
    for denied in [
        "ei jäsen",
        "not a member",
        "non-member",
        "ickemedlem",
        "ei-jäsen",
    ] {
        assert!(near(denied).is_none_or(|it| it != denied), "{denied}");
    }
    assert_eq!(near("xyzzy"), None);
}
