"""The root of RFC 6962 and the body of C2SP: the official vectors, and a second reading of the definition."""

from __future__ import annotations

import base64
import random
import tracemalloc
from hashlib import sha256

import pytest

from vs_workflow.journal.canon import Leaf
from vs_workflow.journal.checkpoint import (
    Checkpoint,
    Cosignable,
    NotACheckpoint,
    Roots,
    origin_of,
    read_checkpoint,
    read_cosignable,
    read_cosigned,
    read_minutes,
)

# From the test data of Certificate Transparency (RFC 6962): the inputs, and the root after each.
INPUTS = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
# The example of c2sp.org/tlog-checkpoint, without its signature lines.
OFFICIAL = b"example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"


def leaf(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def tree_hash(leaves: list[bytes]) -> bytes:
    """MTH as section 2.1 of RFC 6962 writes it."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\x01" + tree_hash(leaves[:half]) + tree_hash(leaves[half:])).digest()


def test_the_roots_are_those_of_rfc_6962() -> None:
    roots = Roots()

    found = [roots.root().hex()]
    for data in INPUTS:
        roots.add(leaf(bytes.fromhex(data)))
        found.append(roots.root().hex())

    assert tuple(found) == ROOTS


def test_every_size_comes_out_at_the_definition() -> None:
    leaves = [leaf(str(number).encode()) for number in range(130)]
    roots = Roots()

    for size, one in enumerate(leaves, start=1):
        roots.add(one)

        assert roots.size == size
        assert roots.root() == tree_hash(leaves[:size])


def test_a_hundred_thousand_leaves_cost_no_memory() -> None:
    roots = Roots()
    tracemalloc.start()

    for number in range(100_000):
        roots.add(leaf(number.to_bytes(4, "big")))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    # To keep them would take six million bytes; other threads of the run allocate a little beside it.
    assert peak < 200_000


def test_the_official_checkpoint_is_read_and_written_back() -> None:
    found = read_checkpoint(OFFICIAL)

    assert (found.origin, found.size) == ("example.com/behind-the-sofa", 20852163)
    assert found.body == OFFICIAL


def test_a_witness_signs_the_lines_of_c2sp() -> None:
    message = b"cosignature/v1\ntime 1679315147\n" + OFFICIAL

    found = read_cosignable(message)

    assert found == Cosignable(1679315147, read_checkpoint(OFFICIAL))
    assert found.body == message


ROOT = base64.b64encode(bytes(range(32)))


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\n", b"a\n1\n", b"a\n1\n" + ROOT, b"a\n1\n" + ROOT + b"\nmore\n", b"\n1\n" + ROOT + b"\n",
        b"a b\n1\n" + ROOT + b"\n", b"a+b\n1\n" + ROOT + b"\n", b"a\n01\n" + ROOT + b"\n", b"a\n-1\n" + ROOT + b"\n",
        b"a\n+1\n" + ROOT + b"\n", b"a\n1.0\n" + ROOT + b"\n", "a\n１\n".encode() + ROOT + b"\n",
        b"a\n" + b"9" * 30 + b"\n" + ROOT + b"\n", b"a\n1\n" + ROOT[:-4] + b"\n", b"a\n1\nAAAA\n",
        b"a\n1\n" + ROOT.replace(b"=", b"") + b"\n", b"a\n1\n" + ROOT[:-2] + b"9=\n", b"a\r\n1\r\n" + ROOT + b"\r\n",
        b"\xff\n1\n" + ROOT + b"\n", b"a\x1b\n1\n" + ROOT + b"\n", b"a" * 5000 + b"\n1\n" + ROOT + b"\n",
    ],
)  # fmt: skip
def test_what_is_not_exactly_a_checkpoint_is_none(body: bytes) -> None:
    with pytest.raises(NotACheckpoint):
        read_checkpoint(body)


@pytest.mark.parametrize("head", [b"cosignature/v2\ntime 1\n", b"cosignature/v1\n1\n", b"cosignature/v1\ntime -1\n"])
def test_what_is_not_exactly_a_cosignature_is_none(head: bytes) -> None:
    with pytest.raises(NotACheckpoint):
        read_cosignable(head + OFFICIAL)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"a\n1\n", "not-three-lines"),
        (b"a\n1\n" + ROOT, "the-last-line-has-no-end"),
        (b"\xff\n1\n" + ROOT + b"\n", "not-text"),
        (b"a" * 5000 + b"\n1\n" + ROOT + b"\n", "too-long"),
        (b"\n1\n" + ROOT + b"\n", "no-origin"),
        (b"a\n01\n" + ROOT + b"\n", "not-a-number"),
        (b"a\n1\n*" + ROOT + b"\n", "the-root-is-not-base64"),
        (b"a\n1\nAAAA\n", "the-root-is-not-that-of-32-bytes"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_why_it_is_none_is_said(body: bytes, why: str) -> None:
    with pytest.raises(NotACheckpoint, match=f"^{why}$"):
        read_checkpoint(body)


def test_why_a_cosignature_or_what_comes_from_paper_is_none_is_said() -> None:
    with pytest.raises(NotACheckpoint, match=r"^not-the-five-lines-of-a-cosignature$"):
        read_cosignable(OFFICIAL)
    with pytest.raises(NotACheckpoint, match=r"^a-time-beyond-the-calendar$"):
        read_cosignable(b"cosignature/v1\ntime 253402300800\n" + OFFICIAL)
    with pytest.raises(NotACheckpoint, match=r"^too-long$"):
        read_minutes(OFFICIAL + b" " * 4096)
    with pytest.raises(NotACheckpoint, match=r"^without-a-signature$"):
        read_cosigned(b"cosignature/v1\ntime 1\n" + OFFICIAL)


def test_what_a_witness_signed_stands_before_the_signature() -> None:
    message = b"cosignature/v1\ntime 1679315147\n" + OFFICIAL
    armour = b"-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----\n"

    assert read_cosigned(message + armour) == (read_cosignable(message), armour)
    with pytest.raises(NotACheckpoint, match=r"^not-the-five-lines-of-a-cosignature$"):
        read_cosigned(armour)
    assert read_cosigned(message + armour + armour)[1] == armour + armour


def test_the_largest_that_is_one_is_read() -> None:
    longest = b"a" * (4096 - len(b"\n1\n" + ROOT + b"\n")) + b"\n1\n" + ROOT + b"\n"
    largest = b"a\n%d\n" % (2**53 - 1) + ROOT + b"\n"

    assert len(longest) == 4096 and read_checkpoint(longest).size == 1
    assert read_minutes(longest) == read_checkpoint(longest)
    assert read_checkpoint(largest).size == 2**53 - 1
    with pytest.raises(NotACheckpoint):
        read_checkpoint(b"a\n%d\n" % (2**53) + ROOT + b"\n")
    last = read_cosignable(b"cosignature/v1\ntime 253402300799\n" + OFFICIAL)
    assert last.at == "9999-12-31T23:59:59.000000Z"


def test_the_three_lines_may_come_from_paper() -> None:
    typed = b"\r\n  example.com/behind-the-sofa \r\n20852163\r\n\r\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=  "

    assert read_minutes(typed).body == OFFICIAL


def test_no_bytes_are_read_otherwise_than_they_are_written() -> None:
    rng = random.Random(6962)

    for _ in range(3000):
        body = bytearray(OFFICIAL)
        body[rng.randrange(len(body))] = rng.randrange(256)
        try:
            found = read_checkpoint(bytes(body))
        except NotACheckpoint:
            continue
        assert found.body == body


def test_an_origin_is_that_of_one_beginning() -> None:
    one = origin_of("veiligheid", Leaf("ab" * 32))

    assert one == "vs/veiligheid/abababababababab"
    assert Checkpoint(one, 1, bytes(32)).body.startswith(one.encode() + b"\n1\n")
