import { parse } from "yaml";
import type { EnvironmentVariable, PhaseType } from "./model.ts";

/**
 * What the commands of a buildspec print, as far as that can be known without running them: each command itself (marked with
 * "$ "), and the text of `echo` with the environment's variables filled in.
 */
export function buildspecOutput(
  buildspec: unknown,
  variables: readonly EnvironmentVariable[],
): (phase: PhaseType) => readonly string[] {
  const phases = phasesOf(buildspec);
  const values = new Map(variables.map((variable) => [variable.name, variable.value]));
  return (phase) => {
    const commands = commandsOf(phases[phase.toLowerCase()]);
    return commands.flatMap((command) => {
      const echoed = /^echo\s+(["']?)(.*)\1$/s.exec(command.trim());
      const printed = echoed?.[2]?.replace(/\$\{?(\w+)\}?/g, (_, name: string) => values.get(name) ?? "");
      return [`$ ${command}`, ...(printed === undefined ? [] : [printed])];
    });
  };
}

function phasesOf(buildspec: unknown): Readonly<Record<string, unknown>> {
  // A single line is the path of a file in the source, which is not looked into.
  if (typeof buildspec !== "string" || !buildspec.includes("\n")) return {};
  const document = parseOrNothing(buildspec);
  return isRecord(document) && isRecord(document.phases) ? document.phases : {};
}

function parseOrNothing(text: string): unknown {
  try {
    return parse(text, { logLevel: "silent" });
  } catch {
    return undefined;
  }
}

function commandsOf(phase: unknown): readonly string[] {
  return isRecord(phase) && Array.isArray(phase.commands) ? phase.commands.map(String) : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
