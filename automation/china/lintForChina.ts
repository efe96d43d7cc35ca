import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** A template before and after the transform. */
export interface LintedTemplate {
  /** Its key before. */
  readonly key: string;
  readonly before: string;
  readonly after: string;
}

export type LintOutcome =
  | { readonly kind: "linted"; readonly findings: readonly LintFinding[] }
  /** cfn-lint is optional: what can't be asked is no reason to stop. */
  | { readonly kind: "unavailable"; readonly reason: string };

export interface LintFinding {
  /** The template's key before the transform. */
  readonly template: string;
  /** `Resources/Web/Type` */
  readonly place: string;
  /** `E3006` */
  readonly rule: string;
  readonly message: string;
}

export interface LintRequest {
  readonly templates: readonly LintedTemplate[];
  readonly region: string;
  readonly sourceRegion: string;
  /** Runs a program and gives what it prints, whatever its exit code; tests bring their own. */
  readonly run?: RunProgram;
  readonly signal: AbortSignal;
}

export type RunProgram = (program: string, args: readonly string[], signal: AbortSignal) => Promise<string>;

/**
 * What cfn-lint finds in templates for a region in China and doesn't find in what they were made of, so that nobody hears
 * of what Panther ships anyway, such as old runtimes.
 */
export async function lintForChina({ run = runProgram, ...request }: LintRequest): Promise<LintOutcome> {
  const folder = await mkdtemp(join(tmpdir(), "panther-lint-"));
  try {
    const lint = async (side: "before" | "after", region: string): Promise<readonly Finding[]> => {
      const files = request.templates.map((_, index) => join(folder, `${side}-${index}.yml`));
      await Promise.all(request.templates.map((template, index) => writeFile(String(files[index]), template[side])));
      const printed = await run(
        "cfn-lint",
        ["--format", "json", "--regions", region, "--template", ...files],
        request.signal,
      );
      return findingsIn(printed, request.templates);
    };
    // One after the other: cfn-lint uses all processors by itself.
    const after = await lint("after", request.region);
    const before = new Set((await lint("before", request.sourceRegion)).map(identity));
    return { kind: "linted", findings: after.filter((finding) => !before.has(identity(finding))) };
  } catch (error) {
    request.signal.throwIfAborted();
    return { kind: "unavailable", reason: reasonOf(error as NodeJS.ErrnoException) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Finding = LintFinding;

function identity({ template, rule, message }: Finding): string {
  return JSON.stringify([template, rule, message]);
}

interface Printed {
  readonly Filename: string;
  readonly Level: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path?: readonly (string | number)[] | null };
}

function findingsIn(printed: string, templates: readonly LintedTemplate[]): readonly Finding[] {
  return (JSON.parse(printed) as readonly Printed[])
    .filter(({ Level }) => Level === "Error")
    .map(({ Filename, Message, Rule, Location }) => ({
      template: templates[Number(/-(\d+)\.yml$/.exec(basename(Filename))?.[1])]?.key ?? Filename,
      place: (Location.Path ?? []).join("/"),
      rule: Rule.Id,
      message: Message,
    }));
}

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT") return "cfn-lint is not installed";
  return `cfn-lint gave no answer that can be read: ${error.message.split("\n")[0]}`;
}

const longestOutput = 64 * 1024 * 1024;

function runProgram(program: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { maxBuffer: longestOutput, signal }, (error, stdout) => {
      // It ends with the levels that it found as its exit code.
      if (error && stdout.trim() === "") reject(error);
      else resolve(stdout);
    });
  });
}
