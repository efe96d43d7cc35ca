/** All of Panther or its backend, or the web app in front of a backend in China, which has a root template of its own. */
export type FirstDeployTemplate = "root" | "proxy";

/**
 * Parameters that every first deploy may set: the recommended and the required ones. Source: Panther documentation,
 * "Configure deployment parameters", "Minimize initial configurations"; "AWS China", "Deploy Web App".
 */
const minimal: Readonly<Record<FirstDeployTemplate, readonly string[]>> = {
  root: ["FirstUserEmail", "OnboardSelf", "PulumiSecretArn", "PulumiSecretKeyArn"],
  proxy: ["FirstUserEmail", "SecretID"],
};

/** Monitoring the own account is for later: a first deploy goes without, unless it is named. */
export const onboardSelf = "OnboardSelf";

export interface FirstDeployRequest {
  /** `root` unless given. */
  readonly template?: FirstDeployTemplate;
  /** Names of the parameters that are set. */
  readonly names: readonly string[];
  /**
   * What OnboardSelf is set to. Left out where it is not among the names, and then the template's default holds, which is
   * true; or where its value is secret or not known yet, and then it is not judged.
   */
  readonly onboardSelf?: string;
  /** Names that it may set besides the minimal ones: what the template requires, and what the environment names. */
  readonly allowed: readonly string[];
}

/** Those of some parameters that a first deploy may set. */
export function firstDeployNames(
  names: readonly string[],
  allowed: readonly string[],
  template: FirstDeployTemplate = "root",
): readonly string[] {
  return names.filter((name) => minimal[template].includes(name) || allowed.includes(name));
}

/**
 * What is wrong with the parameters of a first deploy, as a sentence without its full stop: it should set as few as
 * possible, because one that fails deletes everything, where a failed update goes back to what stood before.
 * Source: Panther documentation, "Minimize initial configurations".
 */
export function firstDeployProblem(request: FirstDeployRequest): string | undefined {
  const permitted = firstDeployNames(request.names, request.allowed, request.template);
  const beyond = request.names.filter((name) => !permitted.includes(name));
  if (beyond.length > 0) {
    return `A first deploy that fails deletes everything, so it sets as few parameters as possible; beyond those are ${beyond.join(", ")}`;
  }
  // The web app in front of a backend in China looks after no account.
  if (request.template === "proxy" || request.allowed.includes(onboardSelf)) return undefined;
  const isSet = request.names.includes(onboardSelf);
  if (isSet && (request.onboardSelf === undefined || request.onboardSelf === "false")) return undefined;
  // Without its value, which may be a secret in the wrong place.
  const said = isSet ? "set, and not to false" : "not set, and then true";
  return `A first deploy should not monitor its own account: ${onboardSelf} is ${said}`;
}

/** A first deploy that sets more than the minimum, in two steps. Names only. */
export interface DeployPhases {
  /** What the first step sends; OnboardSelf is false in it unless it is among them. */
  readonly first: readonly string[];
  /** What comes as an update, once the first step stands; empty where the first step is all. */
  readonly later: readonly string[];
}

export function deployPhases(request: {
  /** `root` unless given. */
  readonly template?: FirstDeployTemplate;
  /** Names of the parameters that are set. */
  readonly names: readonly string[];
  readonly onboardSelf?: string;
  /** What the template requires. */
  readonly required: readonly string[];
  /** What the environment wants from the start. */
  readonly named: readonly string[];
}): DeployPhases {
  const { names, required, named, template = "root" } = request;
  if (template === "proxy") {
    const first = firstDeployNames(names, [...required, ...named], template);
    return { first, later: names.filter((name) => !first.includes(name)) };
  }
  const fromTheStart = named.includes(onboardSelf);
  const first = firstDeployNames(names, [...required, ...named]).filter((name) => name !== onboardSelf || fromTheStart);
  const rest = names.filter((name) => !first.includes(name) && name !== onboardSelf);
  const selfLater = !fromTheStart && request.onboardSelf !== "false";
  return { first, later: [...rest, ...(selfLater ? [onboardSelf] : [])] };
}
