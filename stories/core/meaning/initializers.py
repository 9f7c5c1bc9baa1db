"""The weights of an ONNX file: the few fields of its protobuf messages that hold them, and nothing of its graph.

The numbers of the fields are those of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

_GRAPH, _INITIALIZER = 7, 5
_DIMENSION, _TYPE, _NAME, _RAW_DATA = 1, 2, 8, 9
_TYPES: dict[int, np.dtype[Any]] = {1: np.dtype("<f4"), 3: np.dtype("i1")}
"""FLOAT and INT8; tensors of other types are constants of the graph."""
_VARINT, _DELIMITED = 0, 2


def read_initializers(file: bytes) -> dict[str, NDArray[Any]]:
    """The float and int8 tensors by name, in the order of the file: read-only views of its bytes.

    Raises ValueError for what an ONNX file with raw data doesn't contain.
    """
    return dict(
        tensor
        for number, graph in _fields(memoryview(file))
        if number == _GRAPH
        for part, message in _fields(_bytes(graph))
        if part == _INITIALIZER
        for tensor in _tensors(_bytes(message))
    )


def _tensors(message: memoryview) -> Iterator[tuple[str, NDArray[Any]]]:
    """The one tensor of a message, unless its type is another."""
    shape, kind, name, raw = [], 0, "", memoryview(b"")
    for number, value in _fields(message):
        if number == _DIMENSION:
            shape.append(_integer(value))
        elif number == _TYPE:
            kind = _integer(value)
        elif number == _NAME:
            name = bytes(_bytes(value)).decode()
        elif number == _RAW_DATA:
            raw = _bytes(value)
    if kind in _TYPES:
        yield name, np.frombuffer(raw, _TYPES[kind]).reshape(shape)


def _fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Number and value of each field."""
    position = 0
    while position < len(message):
        key, position = _varint(message, position)
        value, position = _varint(message, position)
        if key & 7 == _VARINT:
            yield key >> 3, value
        elif key & 7 == _DELIMITED and position + value <= len(message):
            yield key >> 3, message[position : position + value]
            position += value
        else:
            raise ValueError("This is not an ONNX file with raw data.")


def _varint(message: memoryview, position: int) -> tuple[int, int]:
    """A number, seven bits a byte and the lowest first, and where it ends."""
    value = shift = 0
    while position < len(message):
        byte = message[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            return value, position
    raise ValueError("The file ends within a number.")


def _integer(value: int | memoryview) -> int:
    if isinstance(value, int):
        return value
    raise ValueError("There are bytes where a number belongs.")


def _bytes(value: int | memoryview) -> memoryview:
    if isinstance(value, int):
        raise ValueError("There is a number where bytes belong.")
    return value
