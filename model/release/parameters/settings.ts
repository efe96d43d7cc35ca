import type { Partition } from "../partition.ts";
import type { ReleaseVersion } from "../version.ts";
import { documentedParameter } from "./catalog.ts";
import type { Declaration } from "./declaration.ts";
import type { DocumentedParameter } from "./documented.ts";

/** What a template's parameter is set to. */
export interface Setting {
  readonly declaration: Declaration;
  readonly documented: DocumentedParameter | undefined;
  /** `hidden`: it is set to a secret that the check is not shown. */
  readonly given: "value" | "hidden" | "nothing";
  /** What the stack would get, default included; undefined when it is hidden or missing. */
  readonly text: string | undefined;
  /** It is a secret, by the template, by the catalog, or because it is kept as one: no message shows its value. */
  readonly secret: boolean;
}

/** All that the checks look at. */
export interface Settings {
  /** In the order of the template. */
  readonly parameters: ReadonlyMap<string, Setting>;
  /** Names that are set, but that the template does not have; sorted. */
  readonly strangers: readonly string[];
  readonly secretNames: ReadonlySet<string>;
  readonly previous: ReadonlyMap<string, string>;
  readonly region: string | undefined;
  readonly partition: Partition["name"] | undefined;
  readonly release: ReleaseVersion | undefined;
}

/** Values by parameter name. Undefined is the same as not there: the template's default holds. Blank is a value. */
export type ParameterValues = Readonly<Record<string, string | undefined>>;

export function settingsOf(
  declarations: ReadonlyMap<string, Declaration>,
  values: ParameterValues,
  secretNames: ReadonlySet<string>,
): Pick<Settings, "parameters" | "strangers" | "secretNames"> {
  const texts = givenValues(values);
  const parameters = [...declarations].map(([name, declaration]): [string, Setting] => {
    const documented = documentedParameter(name);
    const text = texts.get(name);
    const hidden = text === undefined && secretNames.has(name);
    return [
      name,
      {
        declaration,
        documented,
        given: text !== undefined ? "value" : hidden ? "hidden" : "nothing",
        text: hidden ? undefined : (text ?? declaration.default),
        secret: declaration.noEcho || documented?.secret === true || secretNames.has(name),
      },
    ];
  });
  const strangers = [...new Set([...texts.keys(), ...secretNames])].filter((name) => !declarations.has(name)).sort();
  return { parameters: new Map(parameters), strangers, secretNames };
}

/** The values that are given, without those that are left unset. */
export function givenValues(values: ParameterValues): ReadonlyMap<string, string> {
  return new Map(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** What the stack would get for a parameter; undefined when it is hidden, missing, or not in the template. */
export function textOf(settings: Settings, name: string): string | undefined {
  return settings.parameters.get(name)?.text;
}

/** Whether a parameter has a value that is not blank; one that is hidden has. */
export function isFilled(settings: Settings, name: string): boolean {
  const setting = settings.parameters.get(name);
  return setting !== undefined && (setting.given === "hidden" || (setting.text ?? "").trim() !== "");
}

/** Whether somebody gave a parameter a value that is neither blank nor its default. */
export function isChosen(settings: Settings, name: string): boolean {
  const setting = settings.parameters.get(name);
  if (!setting || setting.given === "nothing" || !isFilled(settings, name)) return false;
  return setting.given === "hidden" || setting.text !== setting.declaration.default;
}
