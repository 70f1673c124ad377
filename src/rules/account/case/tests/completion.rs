//! A case that goes back to its applicant: what opens, and what becomes of what is changed there.

use super::*;

#[test]
fn completion_opens_only_the_named_steps() {
    let ground = Ground::new();
    let draft = sample::start();
    let case = sent_back(&ground, &draft, &["bemanning"]);
    assert_eq!(case.state, State::Supplementing);
    assert_eq!(case.messages[0].text, "Berätta mer.");

    let open = with(draft.clone(), &[(&start::ANSVARIG_NAMN, "Annan Demo")]);
    let open = ticked(open, &start::VARNINGAR, &["avsandare-syns"]);
    assert_eq!(
        case.with_draft(open.clone(), &applicant()).unwrap().draft,
        open
    );
    let completed = after(
        &ground,
        case.clone(),
        vec![(applicant(), complete(&open, &ground))],
    );
    assert_eq!(completed.state, State::UnderReview);
    assert!(completed.open_steps.is_empty());
    assert_eq!(completed.number.as_deref(), Some(NUMBER));
    assert_eq!(completed.proposal.unwrap().responsible.name, "Annan Demo");

    let closed = Refusal::Input(Input::ClosedStep);
    for draft in [
        with(draft.clone(), &[(&start::KONTO_NAMN, "annat")]),
        with(draft.clone(), &[(&start::SYFTE, "")]),
        ticked(draft.clone(), &start::ROR, &["inget"]),
    ] {
        assert_eq!(case.with_draft(draft, &applicant()), Err(closed.clone()));
    }
    let sly = with(draft, &[(&start::KONTO_NAMN, "norrskolan.exempelkommunen")]);
    check_refusal(
        &ground,
        &case,
        &applicant(),
        complete(&sly, &ground),
        closed,
    );
    let opens = |field| journey::is_open(&start::FORM, field, &case.open_steps);
    assert!(opens(&start::INLAGG) && opens(&start::RIKTLINJER));
    assert!(!opens(&start::SYFTE));
}

/// What waits for an answer on an open step may be asked only now, so it must be open too.
#[test]
fn completion_opens_what_the_new_answers_ask() {
    let ground = Ground::new();
    let individual = with(
        sample::start(),
        &[
            (&start::DRIVS_AV, start::INDIVIDUAL),
            (&start::PROFILBILD, ""),
        ],
    );
    let case = sent_back(&ground, &individual, &["kontot"]);
    let whole = with(
        individual,
        &[
            (&start::DRIVS_AV, "verksamheten"),
            (&start::PROFILBILD, "ja"),
        ],
    );
    // Kept while it is written, and then sent.
    let written = case.with_draft(whole.clone(), &applicant()).unwrap();
    let opens = |field| journey::is_open(&start::FORM, field, &written.open_steps);
    assert!(opens(&start::PROFILBILD) && !opens(&start::REKLAM));
    assert!(
        decide(
            &written,
            complete(&whole, &ground),
            &applicant(),
            &moment(&ground)
        )
        .is_ok()
    );
}

#[test]
fn further_steps_can_be_opened_while_completing() {
    let ground = Ground::new();
    let draft = sample::start();
    let case = sent_back(&ground, &draft, &["kontot"]);
    let ask = |steps: &[&str]| {
        Command::AskCompletion(
            steps.iter().map(|slug| (*slug).to_owned()).collect(),
            "Och detta.".to_owned(),
        )
    };
    let wider = after(
        &ground,
        case.clone(),
        vec![(staff(), ask(&["kontot", "bemanning"]))],
    );
    assert_eq!(wider.open_steps, ["kontot", "bemanning"]);
    for steps in [&[][..], &["nagot-annat"], &["kontot", "Kontot"]] {
        check_refusal(
            &ground,
            &case,
            &staff(),
            ask(steps),
            Refusal::Input(Input::StepsMissing),
        );
    }
}

#[test]
fn a_manager_changed_while_completing_is_asked() {
    let ground = Ground::new();
    let draft = asks_manager();
    let case = after(
        &ground,
        begun(&draft, applicant()),
        vec![
            (applicant(), submit(&draft, &ground)),
            (manager(), Command::ManagerApprove(String::new())),
            (
                staff(),
                Command::AskCompletion(
                    vec!["du-och-din-chef".to_owned()],
                    "Vem är chef?".to_owned(),
                ),
            ),
        ],
    );
    for (email, state) in [
        ("chef@demo.example", State::UnderReview),
        ("CHEF@demo.example", State::UnderReview),
        ("Chef Demo <chef@demo.example>", State::UnderReview),
        ("chef2@demo.example", State::AwaitingManager),
    ] {
        let draft = with(draft.clone(), &[(&start::CHEF_EPOST, email)]);
        let sent = after(
            &ground,
            case.clone(),
            vec![(applicant(), complete(&draft, &ground))],
        );
        assert_eq!(sent.state, state, "{email}");
        let asked_again = state == State::AwaitingManager;
        assert_eq!(sent.manager_verdict.is_none(), asked_again, "{email}");
        let other = actor("chef2", Role::Manager);
        assert_eq!(
            sent.admits(Kind::ManagerApprove, &other).is_ok(),
            asked_again,
            "{email}"
        );
    }
}

#[test]
fn a_manager_pasted_from_a_mail_program_is_still_asked() {
    let ground = Ground::new();
    let draft = with(
        asks_manager(),
        &[(&start::CHEF_EPOST, "Chef Demo <CHEF@Demo.example>;")],
    );
    let case = after(
        &ground,
        begun(&draft, applicant()),
        vec![(applicant(), submit(&draft, &ground))],
    );
    assert_eq!(case.admits(Kind::ManagerApprove, &manager()), Ok(()));
}

#[test]
fn what_is_not_asked_any_more_is_not_kept() {
    let ground = Ground::new();
    let draft = with(
        sample::start(),
        &[(&start::SOKANDE_ROLL, start::HEAD_OF_UNIT)],
    );
    let case = after(
        &ground,
        begun(&draft, applicant()),
        vec![(applicant(), submit(&draft, &ground))],
    );
    assert_eq!(case.state, State::UnderReview);
    assert!(case.draft.is_empty(&start::CHEF_EPOST));
    let manager = case.proposal.unwrap().manager;
    assert_eq!(manager.email, "medarbetare@demo.example");
}
