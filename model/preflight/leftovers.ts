import { removals } from "../diagnosis/hints/leftovers.ts";
import { partitionOf } from "../release/partition.ts";
import type { FixedName } from "./fixedNames.ts";
import { failure, type Observation, pass, warning } from "./outcome.ts";
import type { ReleasePlace } from "./releaseResources.ts";

/** Something that is there. */
export interface Existing {
  readonly type: string;
  /** As its type names it: a role's without path, an alias with `alias/`. */
  readonly name: string;
  /** Its tags say that Panther made it. */
  readonly tagged?: boolean;
}

/** A resource of one of the environment's own stacks. */
export interface OwnedResource {
  readonly type: string;
  /** CloudFormation's physical ID: a name, an ARN or a URL. */
  readonly id: string;
}

export interface LeftoverQuestion {
  /** Such as `log groups`. */
  readonly things: string;
  readonly expected: readonly FixedName[];
  readonly existing: readonly Existing[];
  readonly owned: readonly OwnedResource[];
  /** Of the stacks of other Panthers that stand. */
  readonly others: readonly OwnedResource[];
  readonly place: ReleasePlace;
}

/** Names that Panther's own templates, its auxiliary ones and its older tools give. */
const panthers = /^(?:alias\/|\/aws\/(?:lambda|codebuild|gateway)\/)?panther|^Panther|^\/aws\/lambda\/Panther/;

export function isPanthers({ name, tagged }: Existing): boolean {
  return tagged === true || panthers.test(name);
}

/** What is in the way of a release, and what only remains. */
export function leftoverObservations(question: LeftoverQuestion): readonly Observation[] {
  const { things, expected, existing, owned, others, place } = question;
  const foreign = existing.filter((one) => !isOwned(one, owned));
  const giver = (one: Existing) => expected.find(({ type, name }) => type === one.type && name === one.name);
  const taken = foreign.filter(giver);
  // A stack's resources go with the stack, and of it another check speaks.
  const isHeld = (one: Existing) => isOwned(one, others);
  const held = taken.filter(isHeld);
  const loose = taken.filter((one) => !isHeld(one));
  const remaining = foreign.filter(
    (one) => !giver(one) && isPanthers(one) && !isHeld(one) && !isWrittenBy(one, [...owned, ...others]),
  );
  const evidence = (list: readonly Existing[]) => ({ evidence: list.map((one) => named(one.name, giver(one))) });
  const observations = [
    ...some(loose, (list) =>
      failure(
        `Names that the release gives are taken by what belongs to no stack of Panther's: ${things} (${list.length}).`,
        removal(list, place),
        evidence(list),
      ),
    ),
    ...some(held, (list) =>
      failure(
        `Names that the release gives are taken by another Panther that stands: ${things} (${list.length}).`,
        "Delete that Panther's root stack, not these alone: see leftover-stacks.",
        evidence(list),
      ),
    ),
    ...some(remaining, (list) =>
      warning(
        `Something like Panther's remains that is not in the way: ${things} (${list.length}).`,
        removal(list, place),
        evidence(list),
      ),
    ),
  ];
  return observations.length > 0 ? observations : [pass(`Nothing of another Panther: ${things}.`)];
}

function some<T>(list: readonly T[], observe: (list: readonly T[]) => Observation): readonly Observation[] {
  return list.length === 0 ? [] : [observe(list)];
}

function named(name: string, expected: FixedName | undefined): string {
  return expected ? `${name} (${expected.resource})` : name;
}

/** Whether something is of the environment's own stacks. An ARN and a URL end with the name. */
export function isOwned({ type, name }: Existing, owned: readonly OwnedResource[]): boolean {
  return owned.some(
    (one) => one.type === type && (one.id === name || one.id.endsWith(`/${name}`) || one.id.endsWith(`:${name}`)),
  );
}

/** What a service writes its logs to, by the type of the resource that runs there. */
const logPrefixes: Readonly<Record<string, string>> = {
  "AWS::Lambda::Function": "/aws/lambda/",
  "AWS::CodeBuild::Project": "/aws/codebuild/",
};

/** Lambda and CodeBuild make a log group when there is first something to write. */
function isWrittenBy({ type, name }: Existing, owned: readonly OwnedResource[]): boolean {
  return type === "AWS::Logs::LogGroup" && owned.some((one) => `${logPrefixes[one.type]}${one.id}` === name);
}

/** The commands that remove things, one for each type, in a loop where they are several. */
export function removal(things: readonly Existing[], { accountId, region }: ReleasePlace): string {
  const lines = [...new Set(things.map(({ type }) => type))].map((type) => {
    const names = things.filter((one) => one.type === type).map(({ name }) => name);
    const known = removals.find(([, ofType]) => new RegExp(`^AWS::${ofType}$`).test(type));
    if (!known) return `Remove in the console (${type}): ${names.join(", ")}`;
    const [, , , pattern, mind] = known;
    const [only = "", ...more] = names;
    const isLoop = more.length > 0;
    const placed = (text: string, name: string, quote: string) =>
      text
        .replace(/'([^'{}]*)\{name\}([^'{}]*)'/g, `${quote}$1{name}$2${quote}`)
        .replace(/(?<!['"])\{name\}(?!['"])/g, `${quote}{name}${quote}`)
        .replaceAll("{name}", () => name)
        .replaceAll("{region}", region)
        .replaceAll("{accountId}", accountId)
        .replaceAll("{partition}", partitionOf(region).name);
    const command = isLoop ? placed(pattern, "$name", '"') : placed(pattern, only, "'");
    const run = isLoop ? `for name in ${names.map((name) => `'${name}'`).join(" ")}; do ${command}; done` : command;
    return mind ? `${run}\n${isLoop ? placed(mind, "<name>", "") : placed(mind, only, "'")}` : run;
  });
  return ["If nothing uses it any more:", ...lines].join("\n");
}
