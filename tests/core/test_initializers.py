"""The weights of an ONNX file are read, and all else in it is passed over."""

import struct

import numpy as np
import pytest

from stories.core.meaning.initializers import read_initializers

FLOAT, INT8, INT64 = 1, 3, 7


def varint(value: int) -> bytes:
    more, byte = divmod(value, 128)
    return bytes([byte | 0x80]) + varint(more) if more else bytes([byte])


def field(number: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def tensor(name: str, kind: int, shape: tuple[int, ...], raw: bytes) -> bytes:
    sizes = b"".join(field(1, size) for size in shape)
    return field(5, sizes + field(2, kind) + field(8, name.encode()) + field(9, raw) + field(12, b"for documentation"))


def model(*graph: bytes) -> bytes:
    return field(1, 10) + field(2, b"pytorch") + field(7, b"".join(graph)) + field(8, field(2, 17))


FLOATS = tensor("scale", FLOAT, (3, 1), struct.pack("<3f", 0.5, -1, 300))
BYTES = tensor("weights", INT8, (2, 200), bytes(range(200)) * 2)
NODE = field(1, field(1, b"input") + field(4, b"Erf"))


def test_floats_and_int8_are_read_in_order() -> None:
    tensors = read_initializers(model(NODE, BYTES, FLOATS, NODE))

    assert list(tensors) == ["weights", "scale"]
    np.testing.assert_array_equal(tensors["scale"], np.array([[0.5], [-1], [300]], np.float32))
    np.testing.assert_array_equal(tensors["weights"], np.array([range(200)] * 2, np.uint8).view(np.int8))


def test_tensors_of_other_types_are_left_out() -> None:
    assert read_initializers(model(tensor("shape", INT64, (1,), bytes(8)))) == {}


@pytest.mark.parametrize("end", range(len(model(FLOATS))))
def test_half_a_file_is_refused(end: int) -> None:
    whole = model(FLOATS)
    fields_end_here = {0, 2, 11, len(whole) - 4}

    if end in fields_end_here:
        assert set(read_initializers(whole[:end])) <= {"scale"}
    else:
        with pytest.raises(ValueError, match="file"):
            read_initializers(whole[:end])


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (varint(7 << 3 | 5) + bytes(4), "not an ONNX file"),
        (field(7, 1), "number where bytes belong"),
        (field(7, field(5, field(1, b"3"))), "bytes where a number belongs"),
        (model(tensor("scale", FLOAT, (4,), bytes(12))), "reshape"),
    ],
)
def test_other_files_are_refused(file: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_initializers(file)
