"""What the language has: each construct, read into its step."""

import pytest

from cobot_lab.findings import Verdict
from cobot_lab.language.reader import STAGES, read
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s

X = e.Variable("x")


def body(source: str) -> tuple[s.Step, ...]:
    program, report = read(source)
    assert report.findings == ()
    assert report.verdict is Verdict.PASSED
    assert program is not None
    return program.body


def value(source: str) -> e.Expression:
    *_, step = body(f"x = 1\ny = {source}\n")
    assert isinstance(step, s.Set)
    return step.value


@pytest.mark.parametrize(
    ("source", "step"),
    [
        ('prendre("magasin")', s.Act("pick", (e.Text("magasin"),))),
        ('pick("magasin")', s.Act("pick", (e.Text("magasin"),))),
        ('déposer("plateau")', s.Act("place", (e.Text("plateau"),))),
        ('de\u0301poser("plateau")', s.Act("place", (e.Text("plateau"),))),
        ('aller_a("repos")', s.Act("go_to_rest")),
        ('go_to("rest")', s.Act("go_to_rest")),
        ('aller_a("rest")', s.Act("go_to_rest")),
        ('aller_à("A")', s.Act("go_to", (e.Text("A"),))),
        ('go_above("A", 80)', s.Act("go_above", (e.Text("A"), e.Number(80)))),
        ('aller_au_dessus("A")', s.Act("go_above", (e.Text("A"), None))),
        ('aller_au_dessus("A", hauteur=35)', s.Act("go_above", (e.Text("A"), e.Number(35)))),
        ("ouvrir_pince()", s.Act("open_gripper")),
        ("ouvrir_pince(40)", s.Act("open_gripper_to", (e.Number(40),))),
        ("decaler(-10, +5, 0.5)", s.Act("move_by", (e.Number(-10), e.Number(5), e.Number(0.5)))),
        ('mode("ligne")', s.Act("mode", (e.Text("line"),))),
        (
            "attendre_que(entree(1), délai=5)",
            s.Act("wait_until", (e.Value("input_on", (e.Number(1),)), e.Number(5))),
        ),
        (
            'go_to(decale("A", 0, 40, 0))',
            s.Act("go_to", (e.Value("offset", (e.Text("A"), e.Number(0), e.Number(40), e.Number(0))),)),
        ),
        (
            'go_to(pallet_cell("p", 1, 2))',
            s.Act("go_to", (e.Value("pallet_cell_at", (e.Text("p"), e.Number(1), e.Number(2))),)),
        ),
        ("for i in range(3): pass", s.Repeat("i", e.Number(3), ())),
        ("for i in range(1, 7): pass", s.Count("i", e.Number(1), e.Number(6), ())),
        ("for i in range(1, 6 + 1): pass", s.Count("i", e.Number(1), e.Number(6), ())),
        ("while True: arreter()", s.While(e.Truth(True), (s.Act("stop"),))),
        ("while True: break", s.While(e.Truth(True), (s.Break(),))),
        ("def f(a, b): return a", s.Define("f", ("a", "b"), (s.Return(e.Variable("a")),))),
        ("def f(): return", s.Define("f", (), (s.Return(),))),
        ("épaisseur = 3", s.Set("épaisseur", e.Number(3))),
    ],
)
def test_one_step(source: str, step: s.Step) -> None:
    assert body(source) == (step,)


def test_changes() -> None:
    less = s.Set("x", e.Arithmetic("-", X, e.Number(2)))
    assert body("x = 1\nx += 2\nx -= 2") == (s.Set("x", e.Number(1)), s.Change("x", e.Number(2)), less)


def test_own_functions() -> None:
    define = s.Define("f", ("a",), (s.Return(e.Variable("a")),))
    call = e.FunctionCall("f", (e.Number(1),))
    assert body("def f(a):\n    return a\nf(1)\nx = f(1)") == (define, s.Call("f", (e.Number(1),)), s.Set("x", call))


def test_choice() -> None:
    one, two, other = (s.Act("wait", (e.Number(k),)) for k in (1, 2, 3))
    choice = s.If((s.Case(e.Truth(True), (one,)), s.Case(e.Truth(False), (two,))), (other,))
    assert body("if True:\n wait(1)\nelif False:\n wait(2)\nelse:\n wait(3)\n") == (choice,)


def test_else_if_is_not_elif() -> None:
    inner = s.If((s.Case(e.Truth(False), ()),))
    assert body("if True:\n pass\nelse:\n if False:\n  pass\n") == (s.If((s.Case(e.Truth(True), ()),), (inner,)),)


@pytest.mark.parametrize(
    ("source", "read_as"),
    [
        ("-5", e.Number(-5)),
        ("-x", e.Negative(X)),
        ("0x10", e.Number(16)),
        ("1_000", e.Number(1000)),
        ("x + 1 * 2", e.Arithmetic("+", X, e.Arithmetic("*", e.Number(1), e.Number(2)))),
        ("(x + 1) // 2", e.Arithmetic("//", e.Arithmetic("+", X, e.Number(1)), e.Number(2))),
        ("x % 2 == 0", e.Comparison("==", e.Arithmetic("%", X, e.Number(2)), e.Number(0))),
        ("not x", e.Not(X)),
        ("x and x or x", e.Logic("or", e.Logic("and", X, X), X)),
        ("x or x or x", e.Logic("or", e.Logic("or", X, X), X)),
        ('"a" "b"', e.Text("ab")),
        (r'"a\nb"', e.Text("a\nb")),
        ("'''l’été…'''", e.Text("l’été…")),
    ],
)
def test_one_value(source: str, read_as: e.Expression) -> None:
    assert value(source) == read_as


def test_spans_are_in_characters() -> None:
    *_, step = body('é = "é"\nafficher("été", )\n')
    assert isinstance(step, s.Act)
    assert step.span is not None
    assert (step.span.line, step.span.column, step.span.end_line, step.span.end_column) == (2, 0, 2, 17)
    (text,) = step.arguments
    assert text is not None
    assert text.span is not None
    assert (text.span.column, text.span.end_column) == (9, 14)


def test_a_loops_span_is_its_head() -> None:
    (loop,) = body("for i in range(3):\n    wait(1)\n")
    assert loop.span is not None
    assert (loop.span.end_line, loop.span.end_column) == (1, 17)


def test_numbers_follow_reading_order() -> None:
    program, _ = read("# c\nif True:\n    wait(1)\n\nelse:\n    wait(2)\nwait(3)\n")
    assert program is not None
    assert [(type(step).__name__, step.number) for step in program.walk()] == [
        ("If", 1),
        ("Case", 2),
        ("Act", 3),
        ("Act", 4),
        ("Act", 5),
    ]


@pytest.mark.parametrize(
    "source",
    [
        b"\xef\xbb\xbfwait(1)\r\nwait(2)\r\n",
        "wait(1)\rwait(2)",
        "wait(1); wait(2)",
    ],
)
def test_line_ends_and_mark(source: str | bytes) -> None:
    assert body(source if isinstance(source, str) else source.decode()) == body("wait(1)\nwait(2)\n")


def test_tabs() -> None:
    assert body("for i in range(2):\n\twait(1)\n\twait(2)\n") == body("for i in range(2):\n    wait(1)\n    wait(2)\n")


def test_the_report_is_about_the_bytes() -> None:
    _, text = read("wait(1)")
    _, data = read(b"wait(1)")
    assert text.subject == data.subject
    assert len(text.subject) == 64
    assert text.run == STAGES
    assert text.not_run == ()


def test_an_empty_program_is_a_program() -> None:
    assert body("") == ()
    assert body("# rien\n") == (s.Comment("rien"),)
