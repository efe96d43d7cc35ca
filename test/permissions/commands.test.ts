import { expect } from "chai";
import type { Command } from "commander";
import { pantherProgram } from "../../automation/cli/program.ts";
import { commandPermissions, commandsWithoutAws } from "../../model/permissions/commands.ts";

/** Commands that do something themselves, as they are typed. */
function namesOf(command: Command, above: readonly string[] = []): readonly string[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .filter((one) => one.name() !== "help")
    .flatMap((one) => {
      const name = [...above, one.name()];
      const below = namesOf(one, name);
      return below.length > 0 && above.length === 0 && !one.registeredArguments.length
        ? below
        : [name.join(" "), ...below];
    });
}

describe("the commands of panther", () => {
  it("have each a policy, or ask nothing of AWS", () => {
    const told = new Set([...commandPermissions.map(({ command }) => command.split(" --")[0]), ...commandsWithoutAws]);
    const missing = namesOf(pantherProgram(() => undefined)).filter((name) => !told.has(name));
    // `parameters check` is of `parameters`.
    expect(missing.filter((name) => !/^parameters /.test(name))).to.deep.equal([]);
  });
});
