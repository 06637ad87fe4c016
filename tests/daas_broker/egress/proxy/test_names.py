from hypothesis import given
from hypothesis import strategies as st

from daas_broker.desktops.names import host_name, lies_beneath, shown_name

labels = st.text(st.sampled_from("abz09-_"), min_size=1, max_size=8)


def test_a_name_is_what_a_name_server_is_asked() -> None:
    """[DH10]"""
    assert host_name(" WWW.Korea.KR. ") == "www.korea.kr"
    assert host_name("*.go.kr") == host_name(".go.kr") == "go.kr"
    assert host_name("행정.한국") == "xn--2y5b19v.xn--3e0b707e"
    assert shown_name("xn--2y5b19v.xn--3e0b707e") == "행정.한국"
    wrongs = ["", "10.0.0.1", "korea..kr", "-a.kr", "a/b", "a b", "http://korea.kr", "1", "*"]
    wrongs += ["a" * 64 + ".kr", ".".join(["abcdefg"] * 40), "kr:443", "::1", "%00.kr"]
    for wrong in wrongs:
        assert host_name(wrong) is None, wrong


@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_name_or_none_and_a_name_stays_what_it_is(text: str) -> None:
    """[DH10]"""
    name = host_name(text)
    assert name is None or host_name(name) == name


@given(st.lists(labels, min_size=1, max_size=5), st.lists(labels, min_size=1, max_size=3))
def test_beneath_a_name_lies_itself_and_what_ends_with_it_after_a_dot(
    host: list[str], name: list[str]
) -> None:
    """[DH10]"""
    expected = host[-len(name) :] == name
    assert lies_beneath(".".join(host), {".".join(name)}) == expected
