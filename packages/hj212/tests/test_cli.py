import json
import subprocess
import sys
from pathlib import Path

import pytest

from hj212 import Header, encode
from hj212.cli import main

GOLDEN = Path(__file__).parent / "golden" / "vectors.json"
KEYS = ["qn", "st", "cn", "mn", "flag", "pnum", "pno", "fields", "faults"]
ONE = encode(Header("20160801085857223", "22", "3020", "123456", "A01", 5), {"Info": "正常"})
PROGRAM = [sys.executable, "-c", "import sys; from hj212.cli import main; sys.exit(main())", "decode"]


@pytest.fixture
def decoded(tmp_path, capfdbinary):
    def run(content):
        path = tmp_path / "frames.txt"
        path.write_bytes(content)
        assert main(["decode", str(path)]) == 0
        return [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]

    return run


def test_a_sound_frame_is_one_object_with_exactly_these_keys(decoded):
    (packet,) = decoded(ONE)
    assert list(packet) == KEYS
    assert packet == {
        "qn": "20160801085857223",
        "st": "22",
        "cn": "3020",
        "mn": "A01",
        "flag": 5,
        "pnum": None,
        "pno": None,
        "fields": {"Info": "正常"},
        "faults": [],
    }


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"", b"\r\n\r\n"])
def test_frames_are_read_with_any_line_end_or_none(decoded, end):
    assert len(decoded(end.join([ONE.rstrip()] * 3) + end)) == 3


def test_chinese_is_printed_as_chinese(tmp_path, capfdbinary):
    (tmp_path / "one").write_bytes(ONE)
    main(["decode", str(tmp_path / "one")])
    assert "正常".encode() in capfdbinary.readouterr().out


def test_every_published_frame_has_a_checksum_fault_exactly_when_labelled(decoded):
    vectors = json.loads(GOLDEN.read_text("utf-8"))
    packets = decoded("\n".join(vector["pkt"] for vector in vectors).encode())
    has_bad_crc = ["BadCrc" in [fault["fault"] for fault in packet["faults"]] for packet in packets]
    assert has_bad_crc == [not vector["ok"] for vector in vectors]


def test_a_fault_has_its_kind_a_sentence_and_what_was_seen(decoded):
    (packet,) = decoded(ONE[:-6] + b"0000\r\n")
    (fault,) = packet["faults"]
    assert (fault["fault"], fault["seen"]) == ("BadCrc", "0000")
    assert "checksum" in fault["message"]


def test_junk_between_frames_is_shown_with_a_fault(decoded):
    kinds = [[fault["fault"] for fault in packet["faults"]] for packet in decoded(b"junk\n" + ONE)]
    assert kinds == [["NoHeader", "MissingField", "OddField"], []]


@pytest.mark.parametrize(
    "content", [b"", b"\r\n\r\n", bytes(range(256)) * 20, b"##9999" * 500, "乱码".encode("gbk")]
)
def test_no_content_breaks_it(decoded, content):
    for packet in decoded(content):
        assert list(packet) == KEYS
        assert packet["faults"]


def test_a_missing_file_is_one_sentence_and_exit_code_2(capsys):
    assert main(["decode", "/no/such/file"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "hj212: cannot read /no/such/file: No such file or directory\n"


def test_a_folder_is_one_sentence_and_exit_code_2(tmp_path, capsys):
    assert main(["decode", str(tmp_path)]) == 2
    assert "Is a directory" in capsys.readouterr().err


@pytest.mark.parametrize("source", [[], ["-"]])
def test_standard_input_is_read(source):
    run = subprocess.run([*PROGRAM, *source], input=ONE + ONE, capture_output=True, check=True)
    assert len(run.stdout.splitlines()) == 2


def test_a_console_that_is_not_utf8_gets_utf8_all_the_same():
    run = subprocess.run(
        PROGRAM, input=ONE, capture_output=True, check=True, env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    )
    assert "正常".encode() in run.stdout


def test_a_reader_that_has_enough_is_no_error(tmp_path):
    (tmp_path / "many").write_bytes(ONE * 5000)
    program = [*PROGRAM, str(tmp_path / "many")]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait() == 0


def test_help_tells_a_stranger_what_goes_in_and_what_comes_out(capsys):
    with pytest.raises(SystemExit) as leaving:
        main(["decode", "--help"])
    out = capsys.readouterr().out
    assert leaving.value.code == 0
    assert all(word in out for word in [*KEYS, "standard input", "NoHeader", "exit code", "examples"])


def test_without_a_command_it_says_how_to_use_it(capsys):
    with pytest.raises(SystemExit) as leaving:
        main([])
    assert leaving.value.code == 2
    assert "usage: hj212" in capsys.readouterr().err
