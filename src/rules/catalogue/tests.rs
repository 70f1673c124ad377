use super::*;
use crate::form::Keeper;

#[test]
fn the_forms_of_cases_are_those_that_employees_keep() {
    let kept: Vec<&str> = FORMS
        .iter()
        .filter(|form| form.keeper == Keeper::Employee)
        .map(|form| form.id)
        .collect();
    let listed: Vec<&str> = OF_EMPLOYEES.iter().map(|form| form.id).collect();
    assert_eq!(listed, kept);
}
