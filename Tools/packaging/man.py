"""Writes man pages from the program's own description of its commands.

    skingpt --experimental-dump-help | python3 Tools/packaging/man.py VERSION FOLDER

One page for the program and one for each command, in section 1. It needs nothing but Python.
"""

import json
import pathlib
import sys


def escaped(text: str) -> str:
    """Returns text in which roff finds no command and no dash that breaks."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line.startswith((".", "'")) else line for line in text.split("\n"))


def names(argument: dict) -> str:
    """Returns how an argument is written, like `--model <model>`."""
    value = argument.get("valueName", "")
    if argument["kind"] == "positional":
        return f"\\fI{escaped(value)}\\fR"
    written = ", ".join(("--" if name["kind"] == "long" else "-") + name["name"] for name in argument.get("names", []))
    end = f" \\fI{escaped(value)}\\fR" if argument["kind"] == "option" else ""
    return f"\\fB{escaped(written)}\\fR{end}"


def page(command: dict, path: list[str], version: str) -> str:
    """Returns one command's page."""
    title = "-".join(path)
    lines = [f'.TH "{title.upper()}" "1" "" "skingpt {version}" "User commands"', ".SH NAME",
             f"{escaped(title)} \\- {escaped(command.get('abstract', '').rstrip('.'))}", ".SH SYNOPSIS"]
    arguments = [argument for argument in command.get("arguments", []) if argument.get("shouldDisplay", True)]
    subcommands = [found for found in command.get("subcommands", []) if found["commandName"] != "help"]
    positional = " ".join(names(argument) for argument in arguments if argument["kind"] == "positional")
    ending = " \\fICOMMAND\\fR" if subcommands else ""
    lines.append(f"\\fB{escaped(' '.join(path))}\\fR [\\fIOPTIONS\\fR]{ending} {positional}".rstrip())
    if command.get("discussion"):
        lines += [".SH DESCRIPTION", escaped(command["discussion"])]
    if subcommands:
        lines.append(".SH COMMANDS")
        for found in subcommands:
            lines += [".TP", f"\\fB{escaped(found['commandName'])}\\fR", escaped(found.get("abstract", ""))]
    if arguments:
        lines.append(".SH OPTIONS")
        for argument in arguments:
            lines += [".TP", names(argument), escaped(argument.get("abstract", ""))]
    lines += [".SH EXIT STATUS", "0 done; 64 usage; 65 the input is bad; 66 it is not there; 70 our fault; 74 read or "
              "write failed; 130 interrupted.", ".SH NOTE",
              "Not a medical device. A program writes the answers, from one photo, and it is often wrong."]
    if len(path) > 1:
        lines += [".SH SEE ALSO", "\\fBskingpt\\fR(1)"]
    return "\n".join(lines) + "\n"


def main(version: str, folder: str) -> None:
    """Reads the description on standard input and writes the pages."""
    command = json.load(sys.stdin)["command"]
    target = pathlib.Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    (target / "skingpt.1").write_text(page(command, ["skingpt"], version))
    for found in command.get("subcommands", []):
        if found["commandName"] != "help":
            name = found["commandName"]
            (target / f"skingpt-{name}.1").write_text(page(found, ["skingpt", name], version))


if __name__ == "__main__":
    main(*sys.argv[1:])
