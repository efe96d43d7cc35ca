import type { Clock, Scope } from "../cloudformation/types.ts";
import { CodeBuildError, type Environment, type Project } from "./model.ts";
import { withTypes } from "./overrides.ts";

/** What `CreateProject` and `UpdateProject` take, besides what is kept as it comes. */
export type ProjectInput = Readonly<Record<string, unknown>>;

/** The projects of all accounts and regions. */
export class Projects {
  readonly #clock: Clock;
  readonly #changed: () => void;
  #byArn = new Map<string, Project>();

  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** @throws CodeBuildError ResourceAlreadyExistsException, InvalidInputException */
  create(scope: Scope, input: ProjectInput): Project {
    const name = nameOf(input);
    for (const required of ["source", "artifacts", "environment", "serviceRole"]) {
      if (input[required] === undefined)
        throw new CodeBuildError("InvalidInputException", `Project ${required} is required`);
    }
    const arn = projectArn(scope, name);
    if (this.#byArn.has(arn))
      throw new CodeBuildError("ResourceAlreadyExistsException", `Project already exists: ${arn}`);
    const now = this.#clock.now().getTime() / 1000;
    return this.#store({ ...defaults(scope), ...partsOf(input), name, arn, created: now, lastModified: now });
  }

  /** Changes what `input` names and leaves the rest. @throws CodeBuildError ResourceNotFoundException */
  update(scope: Scope, input: ProjectInput): Project {
    const old = this.get(scope, nameOf(input));
    const lastModified = this.#clock.now().getTime() / 1000;
    return this.#store({
      ...old,
      ...input,
      ...partsOf({ ...old, ...input }),
      name: old.name,
      arn: old.arn,
      lastModified,
    });
  }

  /** Deleting a project that is not there succeeds, as in AWS. */
  delete(scope: Scope, name: string): void {
    if (this.#byArn.delete(projectArn(scope, nameFrom(name)))) this.#changed();
  }

  find(scope: Scope, name: string): Project | undefined {
    return this.#byArn.get(projectArn(scope, nameFrom(name)));
  }

  /** @throws CodeBuildError ResourceNotFoundException */
  get(scope: Scope, name: string): Project {
    const found = this.find(scope, name);
    if (found) return found;
    throw new CodeBuildError(
      "ResourceNotFoundException",
      `Project cannot be found: ${projectArn(scope, nameFrom(name))}`,
    );
  }

  names(scope: Scope): readonly string[] {
    const prefix = projectArn(scope, "");
    return [...this.#byArn.keys()].filter((arn) => arn.startsWith(prefix)).map((arn) => arn.slice(prefix.length));
  }

  snapshot(): readonly Project[] {
    return [...this.#byArn.values()];
  }

  restore(projects: readonly Project[]): void {
    this.#byArn = new Map(projects.map((project) => [project.arn, project]));
  }

  #store(project: Project): Project {
    this.#byArn.set(project.arn, project);
    this.#changed();
    return project;
  }
}

export function projectArn(scope: Scope, name: string): string {
  return `arn:${scope.partition}:codebuild:${scope.region}:${scope.accountId}:project/${name}`;
}

/** Wherever a name is asked for, CodeBuild takes the ARN as well. */
function nameFrom(nameOrArn: string): string {
  return nameOrArn.startsWith("arn:") ? nameOrArn.slice(nameOrArn.indexOf("project/") + "project/".length) : nameOrArn;
}

function nameOf(input: ProjectInput): string {
  const { name } = input;
  if (typeof name !== "string" || !/^[A-Za-z0-9][A-Za-z0-9\-_]{1,149}$/.test(name)) {
    throw new CodeBuildError("InvalidInputException", `Invalid project name: ${String(name)}`);
  }
  return name;
}

function defaults(scope: Scope): Readonly<Record<string, unknown>> {
  return {
    timeoutInMinutes: 60,
    queuedTimeoutInMinutes: 480,
    cache: { type: "NO_CACHE" },
    encryptionKey: `arn:${scope.partition}:kms:${scope.region}:${scope.accountId}:alias/aws/s3`,
    badge: { badgeEnabled: false },
    projectVisibility: "PRIVATE",
    tags: [],
  };
}

function partsOf(input: ProjectInput): {
  readonly environment: Environment;
  readonly source: Readonly<Record<string, unknown>>;
} {
  const environment = (input.environment ?? {}) as Environment;
  return {
    ...input,
    environment: {
      ...environment,
      ...(environment.environmentVariables && { environmentVariables: withTypes(environment.environmentVariables) }),
    },
    source: (input.source ?? {}) as Readonly<Record<string, unknown>>,
  };
}
