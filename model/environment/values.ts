import * as v from "valibot";
import { parseVersion, type ReleaseVersion, readVersion } from "../release/version.ts";
import { rootStackNameProblem } from "../rules/names.ts";
import { isMapping, type RawConfiguration } from "./problems.ts";

/** Text with something in it. */
export function text(rule = "must be text") {
  return v.pipe(
    v.string(rule),
    v.check((value) => value.trim() !== "", "is blank"),
  );
}

/** A mapping whose content is read apart. */
export const mapping = v.custom<RawConfiguration>(isMapping, "must be a mapping of names to values");

/** A mapping of names, each held to one rule, to values, each held to another. */
export function mappingOf<Name extends v.GenericSchema<string, string>, Value extends v.GenericSchema>(
  name: Name,
  value: Value,
) {
  return v.pipe(mapping, v.record(name, value));
}

/** Two readers of YAML, Pulumi's and the driver's, have to make the same text of a number. */
function keepsItsText(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) : /^-?\d+\.\d{1,12}$/.test(String(value));
}

/** CloudFormation takes text; YAML readers hand numbers and booleans over as such, the Pulumi program may get text. */
export const scalar = v.pipe(
  v.union([v.string(), v.number(), v.boolean()], "must be text, a number, true or false"),
  v.check(
    (value) => typeof value !== "number" || keepsItsText(value),
    "is a number that would not be kept as it is written: put it in quotes",
  ),
  v.transform(String),
);

/** `pulumi config set --type string` writes it as text. */
export const flag = v.pipe(
  v.union([v.boolean(), v.picklist(["true", "false"])], "must be true or false"),
  v.transform((value) => String(value) === "true"),
);

export const parameterName = v.pipe(
  v.string(),
  // CloudFormation: alphanumeric, at most 255 characters.
  v.regex(/^[A-Za-z0-9]{1,255}$/, "is no parameter's name: those have letters and digits only"),
);

/** A rule that says itself what is wrong. */
function rule(problemWith: (value: string) => string | undefined) {
  return v.rawCheck<string>(({ dataset, addIssue }) => {
    const message = dataset.typed && problemWith(dataset.value);
    if (message) addIssue({ message });
  });
}

export const version = v.pipe(
  text("must be text such as v1.39.7"),
  rule((value) => {
    const read = readVersion(value);
    return read.kind === "refused" ? `is no release such as v1.39.7: it ${read.reason}` : undefined;
  }),
  v.transform((value): ReleaseVersion => parseVersion(value)),
);

export const accountId = v.pipe(
  text('must be text: write it in quotes, "012345678901", since YAML drops leading zeros of a number'),
  // Pulumi hands a YAML number over as text, so this is what an account ID without quotes comes to in its program.
  v.regex(
    /^\d{12}$/,
    "must be the 12 digits of an AWS account ID, in quotes, since YAML drops leading zeros of a number",
  ),
);

export const rootStackName = v.pipe(text(), rule(rootStackNameProblem));

/** Of any stack. Source: CloudFormation's API reference, CreateStack, StackName. */
export const stackName = v.pipe(
  text(),
  v.regex(
    /^[A-Za-z][A-Za-z0-9-]{0,127}$/,
    "must begin with a letter and have letters, digits and hyphens only, at most 128",
  ),
);

/** Source: IAM's API reference, CreateRole, RoleName. */
export const roleName = v.pipe(
  text(),
  v.regex(/^[\w+=,.@-]{1,64}$/, "must have 1 to 64 letters, digits or any of _+=,.@-"),
);

export const region = text("must be an AWS region such as us-east-1");

/** Source: AWS's user guide on tagging. A stack's tags go to every resource in it, so each service's limits hold. */
export const tagName = v.pipe(
  v.string(),
  rule((name) => {
    if (name.length < 1 || name.length > 128) return "must have 1 to 128 characters as a tag's name";
    if (/^aws:/i.test(name)) return "must not begin with aws:, which AWS keeps for itself";
    return tagAlphabet.test(name) ? undefined : `may have ${tagCharacters} only`;
  }),
);

export const tagValue = v.pipe(
  scalar,
  rule((value) => {
    if (value.length > 256) return "must have at most 256 characters as a tag's value";
    return tagAlphabet.test(value) ? undefined : `may have ${tagCharacters} only`;
  }),
);

const tagAlphabet = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const tagCharacters = "letters, digits, spaces and _.:/=+-@";

/**
 * Less than half an hour, and Pulumi gives up on a healthy deploy, which takes 30 to 60 minutes, while CloudFormation
 * goes on alone. A role's session lasts at most 12 hours, so nothing could be asked of AWS after them.
 */
export const duration = v.pipe(
  text("must be text such as 3h or 90m"),
  rule((value) => {
    const [, hours = 0, minutes = 0, seconds = 0] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(value) ?? [];
    const minutesInAll = Number(hours) * 60 + Number(minutes) + Number(seconds) / 60;
    if (minutesInAll === 0) return "is no duration such as 3h, 90m or 1h30m";
    if (minutesInAll < 30) return "must be at least 30m: a deploy takes 30 to 60 minutes";
    return minutesInAll > 12 * 60 ? "must be at most 12h: no role's session lasts longer" : undefined;
  }),
);

/** A day that there is, as ISO 8601 writes it. */
export const day = v.pipe(
  text("must be a day such as 2026-12-31"),
  // What Pulumi hands to its program where the file has the date without quotes.
  v.transform((value) => value.replace(/ 00:00:00 \+0000 UTC$/, "")),
  rule((value) => {
    const isDay = /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
    // JavaScript makes 2 March of 30 February.
    const isReal = isDay && new Date(value).toISOString().startsWith(value);
    return isReal ? undefined : "is no day such as 2026-12-31";
  }),
);

/** Source: Secrets Manager's API reference, CreateSecret, Name. */
export const secretName = v.pipe(
  text(),
  v.regex(/^[\w/+=.@-]{1,512}$/, "must have 1 to 512 letters, digits or any of /_+=.@-"),
);

/** A whole number within limits, in the unit that is named with it; Pulumi's program may get digits as text. */
export function wholeNumber(least: number, most: number, unit: string) {
  const said = `must be a whole number of ${unit} from ${least} to ${most}`;
  return v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number))], said),
    v.check((value) => Number.isInteger(value) && value >= least && value <= most, said),
  );
}

/** A path, or a URL that nobody can change on its way: who chooses the list chooses what is deployed. */
export const catalogPlace = v.pipe(
  text("must be a path or an https URL"),
  rule((value) => {
    if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return undefined;
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const safe = url && (["https:", "file:"].includes(url.protocol) || isLocal(url));
    return safe ? undefined : "must be a path or an https URL";
  }),
);

function isLocal({ protocol, hostname }: URL): boolean {
  return protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
}
