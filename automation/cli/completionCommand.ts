import { fileURLToPath } from "node:url";
import { Argument, type Command } from "commander";
import { candidatesFor } from "./completionCandidates.ts";
import { completionScript, type Shell, shells } from "./completionScripts.ts";

/** The command that the scripts ask, hidden from the help. */
const askCommand = "complete-words";

/** `panther completion`: what a shell has to load. */
export function addCompletionCommand(program: Command): void {
  program
    .command("completion")
    .description("print what a shell has to load to complete commands, options and environments")
    .addArgument(new Argument("<shell>", "the shell").choices(shells))
    .addHelpText("after", examples)
    .action((shell: Shell) => {
      // Whatever `panther` is in the shell, a function or an alias, this is what it comes down to.
      const panther = fileURLToPath(new URL("panther.mjs", import.meta.url));
      process.stdout.write(completionScript(shell, [process.execPath, panther, askCommand, "--"]));
    });
  program
    .command(askCommand, { hidden: true })
    .argument("[words...]")
    .action(async (words: readonly string[]) => {
      const { completionSource } = await import("./completionSources.ts");
      const answer = await candidatesFor(program, words, completionSource);
      process.stdout.write(`${answer.kind}\n`);
      if (answer.kind === "files") return;
      for (const { value, description } of answer.values) {
        process.stdout.write(description === undefined ? `${value}\n` : `${value}\t${firstLine(description)}\n`);
      }
    });
}

const examples = `
Examples:
  eval "$(panther completion bash)"    # in ~/.bashrc
  eval "$(panther completion zsh)"     # in ~/.zshrc, after compinit
  panther completion fish | source     # in ~/.config/fish/config.fish`;

function firstLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
