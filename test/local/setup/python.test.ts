import { expect } from "chai";
import { choosePython, type Python, parsePython } from "../../../local/setup/python.mjs";

const python = (command: string, more: Partial<Python>): Python => ({
  command,
  minor: 12,
  venv: true,
  ensurepip: false,
  pip: undefined,
  ...more,
});
const nothingElse = { wheel: undefined, uv: false };

describe("Python for the emulator", () => {
  it("is read from what an interpreter says of itself", () => {
    expect(parsePython("python3", "3 11 1 0 23.0.1")).to.deep.equal(python("python3", { minor: 11, pip: [23, 0] }));
    expect(parsePython("python3", "3 10 1 1 -")).to.deep.equal(python("python3", { minor: 10, ensurepip: true }));
    expect(parsePython("python", "2 7 0 0 -")).to.equal(undefined);
  });

  it("is one that needs no help, before an earlier one that does", () => {
    const bare = python("python3", {});
    const whole = python("python3.11", { pip: [23, 0] });
    expect(choosePython([bare, whole], nothingElse)).to.deep.equal({
      python: whole,
      installer: { kind: "other", command: "python3.11" },
    });
    expect(choosePython([python("python3", { ensurepip: true, pip: [21, 1] })], nothingElse).installer).to.deep.equal({
      kind: "ensurepip",
    });
  });

  it("without pip and ensurepip, as Debian ships it, is helped by what else is there", () => {
    const bare = python("python3", {});
    const tooOld = python("python3.9", { minor: 9, pip: [23, 0] });
    const kinds = [
      choosePython([bare, tooOld], { wheel: "/w/pip.whl", uv: true }),
      choosePython([bare], { wheel: "/w/pip.whl", uv: true }),
      choosePython([bare], { wheel: undefined, uv: true }),
    ].map((choice) => `${choice.python.command} ${choice.installer.kind}`);
    expect(kinds).to.deep.equal(["python3 other", "python3 wheel", "python3 uv"]);
    expect(() => choosePython([bare], nothingElse)).to.throw("without pip and without ensurepip");
  });

  it("that is too old or can't make environments is named in the refusal", () => {
    const unfit = [python("python3", { minor: 9, pip: [23, 0] }), python("python3.12", { venv: false, pip: [23, 0] })];
    expect(() => choosePython(unfit, nothingElse)).to.throw("(python3 is 3.9, python3.12 has no venv module)");
    expect(() => choosePython([], nothingElse)).to.throw("no Python 3.10 or newer");
  });
});
