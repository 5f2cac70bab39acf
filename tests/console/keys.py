"""The bytes that a terminal sends for a key."""

from __future__ import annotations

LETTERED = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"} | {
    f"f{number}": "PQRS"[number - 1] for number in range(1, 5)
}
NUMBERED = {"insert": 2, "delete": 3, "pageup": 5, "pagedown": 6} | {
    f"f{number}": code
    for number, code in zip(range(5, 13), (15, 17, 18, 19, 20, 21, 23, 24), strict=True)
}
PLAIN = {
    "enter": b"\r",
    "tab": b"\t",
    "shift+tab": b"\x1b[Z",
    "escape": b"\x1b",
    "space": b" ",
    "backspace": b"\x7f",
    "ctrl+space": b"\0",
}
MODIFIERS = {"shift": 1, "alt": 2, "ctrl": 4}


def sequence(key: str) -> bytes:
    """What is sent for `key`: `f5`, `enter`, `ctrl+x`, `shift+left`, `a`."""
    if key in PLAIN:
        return PLAIN[key]
    *held, name = key.split("+") if len(key) > 1 else [key]
    weight = 1 + sum(MODIFIERS[modifier] for modifier in held)
    if name in LETTERED:
        return _lettered(name, weight)
    if name in NUMBERED:
        return f"\x1b[{NUMBERED[name]}{'' if weight == 1 else f';{weight}'}~".encode()
    if len(name) > 1:
        message = f"no such key: {key}"
        raise ValueError(message)
    alt = b"\x1b" if "alt" in held else b""
    return alt + (bytes([ord(name.upper()) & 0x1F]) if "ctrl" in held else name.encode())


def _lettered(name: str, weight: int) -> bytes:
    letter = LETTERED[name]
    if weight > 1:
        return f"\x1b[1;{weight}{letter}".encode()
    return f"\x1b{'O' if name.startswith('f') else '['}{letter}".encode()
