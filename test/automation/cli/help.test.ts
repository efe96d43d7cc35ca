import { expect } from "chai";
import type { Command } from "commander";
import { pantherProgram } from "../../../automation/cli/program.ts";

interface Named {
  /** `panther parameters check`. */
  readonly name: string;
  readonly command: Command;
}

/** A command and those below it, but for hidden ones. */
function commandsOf(command: Command, above = ""): readonly Named[] {
  const name = `${above} ${command.name()}`.trim();
  const below = command
    .createHelp()
    .visibleCommands(command)
    .filter((one) => one.name() !== "help");
  return [{ name, command }, ...below.flatMap((one) => commandsOf(one, name))];
}

const program = () => pantherProgram(() => undefined);

function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => 80,
  });
  command.outputHelp();
  return text;
}

/** The command lines among a help's examples, a word at a time. */
function examplesOf(help: string): readonly (readonly string[])[] {
  const [, examples = ""] = help.split("\nExamples:\n");
  return examples
    .replaceAll(/(\\|\|)\n\s+/g, "$1 ")
    .split("\n")
    .flatMap((line) => /(?:^ {2}|\(|\| )panther (.*)/.exec(line.replace(/\\ /g, ""))?.[1] ?? [])
    .map((rest) => rest.replace(/(\)"| \|)?(?: {2,}|#).*$| \| .*$/, "").trim())
    .map((line) => (line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", "")));
}

/** Parses a command line without doing what it says. */
function parse(words: readonly string[]): void {
  const whole = program().exitOverride();
  const silent = (command: Command): void => {
    // An action of its own would make the program take any word for an argument.
    if (command.parent) command.action(() => undefined);
    command.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
    command.commands.forEach(silent);
  };
  silent(whole);
  whole.parse([...words], { from: "user" });
}

describe("--help", () => {
  for (const { name, command } of commandsOf(program())) {
    describe(`of ${name}`, () => {
      const help = helpOf(command);

      it("fits 80 columns", () => {
        for (const line of help.split("\n")) expect(line.length, line).to.be.at.most(80);
      });

      it("has examples that the command line takes, most of them of this command", () => {
        const examples = examplesOf(help);
        const own = examples.filter((words) => `panther ${words.join(" ")} `.startsWith(`${name} `));
        expect(own.length, help).to.be.at.least(Math.max(1, examples.length / 2));
        for (const words of examples) {
          if (words[0] !== "help") expect(() => parse(words), words.join(" ")).to.not.throw();
        }
      });

      it("says of each option and argument what it is", () => {
        for (const { flags, description } of command.createHelp().visibleOptions(command)) {
          expect(description, flags).to.not.equal("");
        }
        for (const argument of command.registeredArguments) {
          expect(argument.description, argument.name()).to.not.equal("");
        }
      });
    });
  }

  it("would notice an example that the command line does not take", () => {
    expect(() => parse(["plan", "prod", "--form", "1.36.0"])).to.throw("--form");
    expect(() => parse(["upgrade"])).to.throw("environment");
    expect(() => parse(["upgrade", "prod", "--hops", "none"])).to.throw("whole number");
    expect(() => parse(["plna", "prod"])).to.throw("plna");
  });
});
