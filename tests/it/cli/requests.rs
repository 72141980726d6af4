use crate::support::cli::Folder;

/// Three requests and a line of enquiry, on Wednesday 3 June 2026.
fn asked() -> Folder {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .args(["enquiry", "add", "Neglect", "area=help"])
        .any_output()
        .run();
    for line in [
        "Vacancy rates by team by:LI at:9:10 a:JS d:+4h l:neglect",
        "Supervision records, 8 cases by:LI at:8:40 d:today 9:42",
        "Structure chart with names",
    ] {
        folder
            .cli()
            .args(["request", "add", line])
            .any_output()
            .run();
    }
    folder
}

#[test]
fn a_request_is_logged_and_listed_by_the_time_left() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .line("request add Vacancy rates by team by:LI at:9:10 a:JS d:+4h")
        .stderr("Saved. R-1 asked: Vacancy rates by team, promised Wed 3 Jun 2026 13:41. Undo with: readyroom undo\n")
        .run();
    folder
        .cli()
        .line("request add Vacancy rates of each team")
        .stderr(
            "Saved. R-2 asked: Vacancy rates of each team. Undo with: readyroom undo\n\
             It looks like R-1, open, promised Wed 3 Jun 13:41.\n",
        )
        .run();
    folder
        .cli()
        .arg("request")
        .stdout(
            "2 asked, 2 open.\n\
             G  R-1  JS  Wed 3 Jun 13:41  in 4 hours        open  Vacancy rates by team\n\
             A  R-2  --  -                no time promised  open  Vacancy rates of each team\n",
        )
        .run();
}

#[test]
fn a_number_is_never_given_again_even_when_the_request_is_undone() {
    let folder = asked();
    folder.cli().arg("undo").any_output().run();
    folder
        .cli()
        .line("request add Another one")
        .stderr("Saved. R-4 asked: Another one. Undo with: readyroom undo\n")
        .run();
    folder.cli().arg("check").any_output().run();
}

#[test]
fn an_answer_goes_comes_back_and_goes_again() {
    let folder = asked();
    let says = |line: &str, said: &str| {
        let said = format!("Saved. {said} Undo with: readyroom undo\n");
        folder.cli().line(line).stderr(&said).run();
    };
    says("request begin R-1", "R-1 in progress.");
    says(
        "request approve R-1 Helen Shaw",
        "R-1 approved by Helen Shaw.",
    );
    says(
        "request sent R-1 Sheet one",
        "R-1 sent, approved by Helen Shaw.",
    );
    says(
        "request return r1 By ward",
        "R-1 returned for more: By ward.",
    );
    says(
        "request sent R-1 Sheet two --approved Tom",
        "R-1 sent, approved by Tom.",
    );
    says("request close R-3", "R-3 closed.");
    folder
        .cli()
        .line("show R-1")
        .stdout(
            "R-1  Vacancy rates by team\n\
             \u{20} RAG       B  sent Wed 3 Jun 09:41\n\
             \u{20} Asked     Wed 3 Jun 2026 09:10 by LI\n\
             \u{20} Promised  Wed 3 Jun 2026 13:41\n\
             \u{20} State     sent\n\
             \u{20} Owner     Jo Smith\n\
             \u{20} Approved  Tom, Wed 3 Jun 2026 09:41\n\
             \u{20} Line      Neglect\n\
             \u{20} Sent Wed 3 Jun 2026 09:41, approved by Helen Shaw: Sheet one\n\
             \u{20} Returned for more Wed 3 Jun 2026 09:41: By ward\n\
             \u{20} Sent Wed 3 Jun 2026 09:41, approved by Tom: Sheet two\n",
        )
        .run();
    folder
        .cli()
        .line("request list --open --now 2026-06-03T10:00")
        .stdout(
            "3 asked, 1 open, 1 late, 1 answered, 1 closed unanswered, median 31 minutes.\n\
             R  R-2  --  Wed 3 Jun 09:42  18 minutes late  open  Supervision records, 8 cases\n",
        )
        .run();
}

#[test]
fn json_holds_everything_with_both_clocks() {
    let folder = asked();
    folder
        .cli()
        .line("request sent R-1 Sheet")
        .any_output()
        .run();
    let json = folder.cli().line("request --json").json();
    let sent = &json["requests"][2];
    assert_eq!(sent["ref"], "R-1");
    assert_eq!(sent["asked"], "2026-06-03T09:10");
    assert_eq!(sent["asked_utc"], "2026-06-03T08:10:00Z");
    assert_eq!(sent["line"], "Neglect");
    assert_eq!(sent["owner"]["initials"], "JS");
    assert_eq!(sent["answers"][0]["said"], "Sheet");
    assert_eq!(sent["answers"][0]["approved_by"], serde_json::Value::Null);
    assert_eq!(
        json["counts"],
        serde_json::json!({
            "asked": 3, "open": 2, "late": 0, "returned": 0, "answered": 1, "closed_unanswered": 0,
            "median_minutes": 31
        })
    );
    let today = folder.cli().line("today --json").json();
    assert_eq!(today["requests"].as_array().unwrap().len(), 2);
    let lines = folder.cli().line("enquiry --json").json();
    assert_eq!(lines["areas"][0]["area"], "HELP");
    assert_eq!(lines["lines"][0]["requests"], serde_json::json!(["R-1"]));
    let changed = folder
        .cli()
        .line("request set R-2 owner=TB --json")
        .any_stderr()
        .json();
    assert_eq!(changed["requests"][0]["owner"]["name"], "Tom Bell");
}

#[test]
fn what_cannot_be_is_refused_with_its_own_code() {
    let folder = asked();
    for (line, error, status) in [
        (
            "request add Rates d:today 9:00",
            "error: Wed 3 Jun 2026 09:00 has passed, so nothing can be promised for then.\n\
             hint: Promise a time to come, like +4h, today 16:00 or tomorrow 10:00.\n",
            2,
        ),
        (
            "request add d:+4h",
            "error: A request needs its wording.\nhint: Type what the inspector asked for.\n",
            2,
        ),
        (
            "request set R-1 owner=zoe",
            "error: There is nobody \"zoe\".\nhint: Type the initials, name or role of somebody in Owners.\n",
            3,
        ),
        (
            "request show R-9",
            "error: There is no request R-9.\nhint: `readyroom request` lists every request with its name.\n",
            3,
        ),
        (
            "request return R-1",
            "error: R-1 is open: nothing of it is with the inspectors that could come back.\n\
             hint: When it goes: readyroom request sent R-1\n",
            2,
        ),
        (
            "request set R-1 colour=red",
            "error: There is no field \"colour\".\n\
             hint: The fields are wording, by, asked, owner, promised, line, state, approved, evidence, task, note.\n",
            2,
        ),
        (
            "request close R-3 not held by us",
            "error: `readyroom request close` keeps no words, so \"not held by us\" would be lost.\n\
             hint: Words for the log go into the note: readyroom request set R-3 note=\"not held by us\"\n",
            2,
        ),
        (
            "request ready R-1 --approved Helen",
            "error: --approved goes with `readyroom request sent`.\n\
             hint: Type it like: readyroom request sent R-4 \"Sheet 2\" --approved \"Helen Shaw\"\n",
            2,
        ),
        (
            "request show R-1 --open",
            "error: --open goes with `readyroom request list`.\n\
             hint: Type it like: readyroom request list --open\n",
            2,
        ),
        (
            "enquiry add neglect",
            "error: There is a line of enquiry \"neglect\" already.\nhint: Choose another name.\n",
            2,
        ),
        (
            "enquiry set Neglect area=MOON",
            "error: There is no judgement area \"MOON\".\nhint: The areas are LEAD, HELP, CARE, LEAV, ALL, LOG.\n",
            2,
        ),
    ] {
        folder.cli().line(line).stderr(error).status(status).run();
    }
    let json = folder.cli().line("request --json").json();
    for request in json["requests"].as_array().unwrap() {
        assert_eq!(request["state"], "open", "nothing was saved: {request}");
    }
}

#[test]
fn lines_tell_what_is_probed_and_what_is_thin() {
    let folder = asked();
    folder.cli().line("request task R-1").any_output().run();
    folder
        .cli()
        .args([
            "enquiry",
            "set",
            "neglect",
            "testing=Do we act early enough?",
            "task=N-01",
        ])
        .stderr("Saved. Neglect: testing changed, task N-01. Undo with: readyroom undo\n")
        .run();
    folder
        .cli()
        .arg("enquiry")
        .stdout(
            "Probed hardest: Help and protection, 1 asked, 1 open, 3 of 3 without evidence.\n\
             HELP  Help and protection: 1 asked, 1 open, 3 of 3 without evidence\n\
             \n\
             Neglect  HELP  1 asked, 1 open, 3 of 3 without evidence\n\
             \u{20} Do we act early enough?\n\
             \u{20} R-1  open  Vacancy rates by team\n\
             \u{20} N-01  not started  Check Annex A lists\n\
             \u{20} N-04  not started  R-1: Vacancy rates by team\n\
             \n\
             No line of enquiry  2 asked, 2 open, 2 of 2 without evidence\n\
             \u{20} R-2  open  Supervision records, 8 cases\n\
             \u{20} R-3  open  Structure chart with names\n",
        )
        .run();
    folder
        .cli()
        .line("enquiry remove neglect")
        .stderr("Saved. Line of enquiry \"Neglect\" removed. Undo with: readyroom undo\n")
        .run();
    folder.cli().arg("undo").any_output().run();
    assert_eq!(
        folder.cli().line("request show R-1 --json").json()["requests"][0]["line"],
        "Neglect"
    );
}

#[test]
fn the_request_log_is_a_paper() {
    let folder = asked();
    folder
        .cli()
        .line("request sent R-1 Sheet one")
        .any_output()
        .run();
    let text = folder.cli().line("brief --for requests").any_output().run();
    for part in [
        "3 asked, 2 open, 1 answered",
        "Vacancy rates by team",
        "nobody approved it: Sheet one",
        "Neglect",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn a_conversation_works_with_requests_too() {
    let folder = asked();
    let (stdout, stderr) = folder.cli().arg("--plain").types(
        "request add Rates \"per team\" a:\"Jo Smith\" d:+4h\nrequest set R-4 owner=\"Tom Bell\"\n\
         R-4\nrequest list --open\nenquiry\nundo\n",
    );
    for part in [
        "R-4  Rates \"per team\"",
        "  Owner  Tom Bell",
        "R-1  JS  Wed 3 Jun 13:41  in 4 hours  open  Vacancy rates by team",
        "Neglect  HELP  1 asked, 1 open",
    ] {
        assert!(stdout.contains(part), "{part}: {stdout}");
    }
    assert_eq!(
        stderr,
        "Saved. R-4 asked: Rates \"per team\", promised Wed 3 Jun 2026 13:41. Undo with:\nundo\n\
         It looks like R-1, open, promised Wed 3 Jun 13:41.\n\
         Saved. R-4: owner Tom Bell (was Jo Smith). Undo with: undo\n\
         Taken back: R-4: owner Tom Bell (was Jo Smith) (Ann Lee, Wed 3 Jun 2026 09:41).\nBring it back with: redo\n"
    );
}
