import type { Argument, Command, Option } from "commander";

/** What may stand where the cursor is. */
export type Candidates =
  | { readonly kind: "values"; readonly values: readonly Candidate[] }
  /** Names of files and folders, which the shell knows best. */
  | { readonly kind: "files" };

export interface Candidate {
  readonly value: string;
  readonly description?: string;
}

/** What an option's value or an argument may be, by the name that it has in the help: `version`, `folder`. */
export type Source = (placeholder: string, typed: TypedOptions) => Promise<Candidates>;

/** Values of options that stand before the cursor, by their long names; the last one wins. */
export type TypedOptions = Readonly<Record<string, string>>;

/** A command line up to the cursor. */
interface Typed {
  readonly command: Command;
  /** The option whose value comes next, and whether it has one already. */
  readonly open: { readonly option: Option; readonly isMore: boolean } | undefined;
  readonly operands: number;
  readonly given: ReadonlySet<Option>;
  readonly values: TypedOptions;
  readonly onlyOperands: boolean;
}

const none: Candidates = { kind: "values", values: [] };

/**
 * What may stand at the end of a command line, by the commands, options and arguments that the program has.
 * @param words Those after the program's name; the last is the one under the cursor, and may be blank.
 */
export async function candidatesFor(program: Command, words: readonly string[], source: Source): Promise<Candidates> {
  const whole = joined(words);
  const current = whole.at(-1) ?? "";
  const typed = readLine(program, whole.slice(0, -1));
  const { command, open, operands, onlyOperands, given } = typed;
  const valuesOf = (target: Option | Argument) => possibleValues(target, source, typed.values);
  if (open && !(open.isMore && current.startsWith("-"))) {
    const values = beginning(current, await valuesOf(open.option));
    // After a list of values a command or an argument may stand as well.
    return open.isMore ? merged(values, await positional(typed, current, valuesOf)) : values;
  }
  if (current.startsWith("-") && !onlyOperands) {
    const [name = "", value] = split(current);
    if (value === undefined) return beginning(current, { kind: "values", values: optionsOf(command, given) });
    const option = optionNamed(command, name);
    // The shell's own file names would not fit behind the option's name.
    const found = option ? beginning(value, await valuesOf(option)) : none;
    return found.kind === "files" ? found : withPrefix(`${name}=`, found.values);
  }
  return await positional({ ...typed, operands }, current, valuesOf);
}

async function positional(
  { command, operands }: Typed,
  current: string,
  valuesOf: (target: Argument) => Promise<Candidates>,
): Promise<Candidates> {
  const commands = operands === 0 ? command.createHelp().visibleCommands(command) : [];
  const named = commands.map((one) => ({ value: one.name(), description: one.description() }));
  const { registeredArguments: all } = command;
  const argument = all[operands] ?? (all.at(-1)?.variadic ? all.at(-1) : undefined);
  const values = argument ? await valuesOf(argument) : none;
  return beginning(current, merged({ kind: "values", values: named }, values));
}

function readLine(program: Command, words: readonly string[]): Typed {
  let typed: Typed = {
    command: program,
    open: undefined,
    operands: 0,
    given: new Set(),
    values: {},
    onlyOperands: false,
  };
  for (const word of words) typed = readWord(typed, word);
  return typed;
}

function readWord(typed: Typed, word: string): Typed {
  const { command, open, operands, given, values, onlyOperands } = typed;
  if (open && !(open.isMore && word.startsWith("-"))) {
    const name = open.option.long ?? "";
    const rest = open.option.variadic ? { option: open.option, isMore: true } : undefined;
    return { ...typed, open: rest, values: { ...values, [name]: word } };
  }
  const closed = { ...typed, open: undefined };
  if (onlyOperands) return { ...closed, operands: operands + 1 };
  if (word === "--") return { ...closed, onlyOperands: true };
  if (word.startsWith("-")) {
    const [name = "", value] = split(word);
    const option = optionNamed(command, name);
    if (!option) return closed;
    const next: Typed = { ...closed, given: new Set([...given, option]) };
    if (value !== undefined) return { ...next, values: { ...values, [option.long ?? ""]: value } };
    return option.required || option.optional ? { ...next, open: { option, isMore: option.optional } } : next;
  }
  const below = operands === 0 ? command.commands.find((one) => one.name() === word) : undefined;
  return below ? { ...closed, command: below } : { ...closed, operands: operands + 1 };
}

/** Bash takes `--to=v1` apart into three words. */
function joined(words: readonly string[]): readonly string[] {
  const line: string[] = [];
  for (const [index, word] of words.entries()) {
    const last = index === words.length - 1;
    // The equals sign says no more than a space would.
    if (word === "=" && line.at(-1)?.startsWith("--")) {
      if (last) line.push("");
    } else line.push(word);
  }
  return line;
}

function split(word: string): readonly string[] {
  const at = word.indexOf("=");
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

function optionNamed(command: Command, name: string): Option | undefined {
  return [command, ...(command.parent ? [command.parent] : [])]
    .flatMap(({ options }) => options)
    .find(({ long, short }) => name === long || name === short);
}

function optionsOf(command: Command, given: ReadonlySet<Option>): readonly Candidate[] {
  const help = command.createHelp();
  return help
    .visibleOptions(command)
    .filter((option) => option.variadic || !given.has(option))
    .map((option) => ({ value: option.long ?? option.flags, description: option.description }));
}

async function possibleValues(target: Option | Argument, source: Source, typed: TypedOptions): Promise<Candidates> {
  if (target.argChoices) return { kind: "values", values: target.argChoices.map((value) => ({ value })) };
  return await source(placeholderOf(target), typed);
}

/** `version` of `--to <version>`, `environment` of `[environments...]`. */
export function placeholderOf(target: Option | Argument): string {
  const text = "flags" in target ? (/[<[](.+?)(\.\.\.)?[>\]]/.exec(target.flags)?.[1] ?? "") : target.name();
  return text === "environments" ? "environment" : text;
}

function beginning(start: string, candidates: Candidates): Candidates {
  if (candidates.kind === "files") return candidates;
  return { kind: "values", values: candidates.values.filter(({ value }) => value.startsWith(start)) };
}

function merged(one: Candidates, other: Candidates): Candidates {
  if (one.kind === "files" || other.kind === "files") return one.kind === "files" ? one : other;
  return { kind: "values", values: [...one.values, ...other.values] };
}

function withPrefix(prefix: string, values: readonly Candidate[]): Candidates {
  return { kind: "values", values: values.map((one) => ({ ...one, value: `${prefix}${one.value}` })) };
}
