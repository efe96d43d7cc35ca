// CodeBuild, as far as a driver meets it: projects, and builds that take time, have phases and a log, and fail when told.
import type { Clock, Scope } from "../cloudformation/types.ts";
import { buildspecOutput } from "./buildspec.ts";
import { type Build, type BuildFault, CodeBuildError, type Project } from "./model.ts";
import { logGroupOf, overridden, type StartBuildInput, settingsOf } from "./overrides.ts";
import { Projects } from "./projects.ts";
import { endOf, planLines, planPhases } from "./timeline.ts";

/** Where log lines go: CloudWatch Logs of the build's account and region. Creates group and stream as needed. */
export interface LogSink {
  write(
    scope: Scope,
    group: string,
    stream: string,
    events: readonly { readonly timestamp: number; readonly message: string }[],
  ): Promise<void>;
}

export interface CodeBuildDependencies {
  readonly clock: Clock;
  readonly log: LogSink;
  /** A random UUID. */
  readonly uuid: () => string;
  readonly settings: { readonly buildSeconds: number };
  /** Told when the log can't be written; a build never fails because of that. */
  readonly onLogError?: (error: unknown) => void;
}

/** A token answers with the build that it started for that long. */
const tokenMilliseconds = 5 * 60_000;

/** Pause after the first of several failures in a row to write a log; each further one doubles it. */
const logRetryMilliseconds = 500;
const logRetries = 8;

export class CodeBuild {
  readonly projects: Projects;
  settings: { readonly buildSeconds: number };
  readonly #deps: CodeBuildDependencies;
  readonly #listeners = new Set<() => void>();
  readonly #followed = new Map<string, Promise<void>>();
  #builds: Build[] = [];
  #faults: readonly BuildFault[] = [];

  constructor(deps: CodeBuildDependencies) {
    this.#deps = deps;
    this.settings = deps.settings;
    this.projects = new Projects(deps.clock, () => this.#changed());
  }

  /** Calls `listener` after each change of the state. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** @throws CodeBuildError ResourceNotFoundException, InvalidInputException */
  startBuild(scope: Scope, input: StartBuildInput, initiator: string): Build {
    const project = this.projects.get(scope, input.projectName);
    const { idempotencyToken: token, ...parameters } = input;
    const request = JSON.stringify(Object.fromEntries(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))));
    const repeated = token === undefined ? undefined : this.#byToken(scope, token);
    if (repeated && repeated.request !== request) {
      throw new CodeBuildError(
        "InvalidInputException",
        `Parameter mismatch: the idempotency token ${token} was used with other parameters`,
      );
    }
    return repeated ?? this.#start(scope, project, input, request, initiator);
  }

  /** @throws CodeBuildError ResourceNotFoundException */
  stopBuild(scope: Scope, id: string): Build {
    const build = this.#get(scope, id);
    const now = this.#now();
    if (endOf(build) <= now) return build;
    return this.#replace({
      ...build,
      stopped: now,
      lines: build.lines.filter((line) => build.started + line.offset <= now),
    });
  }

  /** Starts a build like an earlier one. @throws CodeBuildError ResourceNotFoundException */
  retryBuild(scope: Scope, id: string, initiator: string): Build {
    const build = this.#get(scope, id);
    const project = this.projects.get(scope, build.projectName);
    return this.#start(scope, project, JSON.parse(build.request) as StartBuildInput, build.request, initiator);
  }

  find(scope: Scope, id: string): Build | undefined {
    const name = id.startsWith("arn:") ? id.slice(id.indexOf("build/") + "build/".length) : id;
    return this.#builds.find((build) => build.id === name && inScope(build, scope));
  }

  /** Newest first. */
  builds(scope: Scope, projectName?: string): readonly Build[] {
    return this.#builds
      .filter((build) => inScope(build, scope) && (projectName === undefined || build.projectName === projectName))
      .reverse();
  }

  get faults(): readonly BuildFault[] {
    return this.#faults;
  }

  setFaults(faults: readonly BuildFault[]): void {
    this.#faults = faults;
    this.#changed();
  }

  snapshot(): unknown {
    return { projects: this.projects.snapshot(), builds: this.#builds, faults: this.#faults };
  }

  /** Takes over what `snapshot` gave; builds go on by the clock, their missing log lines are written. */
  restore(snapshot: unknown): void {
    const state = snapshot as { projects: readonly Project[]; builds: readonly Build[]; faults: readonly BuildFault[] };
    this.projects.restore(state.projects);
    this.#builds = [...state.builds];
    this.#faults = state.faults;
    for (const build of this.#builds) this.#follow(build.id);
  }

  /** Resolves once the log of the build is complete. */
  async logged(id: string): Promise<void> {
    await this.#followed.get(id);
  }

  #start(scope: Scope, plain: Project, input: StartBuildInput, request: string, initiator: string): Build {
    const project = overridden(plain, input);
    const { environment, source } = project;
    const started = this.#now();
    const uuid = this.#deps.uuid();
    const phases = planPhases(this.settings.buildSeconds, this.#takeFault(scope, project.name));
    const token = input.idempotencyToken;
    const build: Build = {
      id: `${project.name}:${uuid}`,
      uuid,
      number: this.builds(scope, project.name).length + 1,
      scope,
      projectName: project.name,
      started,
      initiator,
      environment,
      settings: settingsOf(project, input),
      logGroup: logGroupOf(project),
      phases,
      lines: planLines(started, phases, buildspecOutput(source.buildspec, environment.environmentVariables ?? [])),
      logged: 0,
      request,
      ...(token !== undefined && { token }),
    };
    this.#builds.push(build);
    this.#changed();
    this.#follow(build.id);
    return build;
  }

  #byToken(scope: Scope, token: string): Build | undefined {
    const since = this.#now() - tokenMilliseconds;
    return this.#builds.find((build) => build.token === token && inScope(build, scope) && build.started > since);
  }

  #takeFault(scope: Scope, project: string): BuildFault | undefined {
    const fault = this.#faults.find(
      (one) => one.project === project && (one.accountId ?? scope.accountId) === scope.accountId,
    );
    if (!fault || fault.times === undefined) return fault;
    const { times } = fault;
    this.#faults = this.#faults.flatMap((one) =>
      one !== fault ? [one] : times > 1 ? [{ ...one, times: times - 1 }] : [],
    );
    return fault;
  }

  /** Writes the lines of a build to the log when their time has come. */
  #follow(id: string): void {
    if (this.#followed.has(id)) return;
    const following = this.#writeLines(id)
      .catch((error: unknown) => this.#deps.onLogError?.(error))
      .finally(() => this.#followed.delete(id));
    this.#followed.set(id, following);
  }

  async #writeLines(id: string): Promise<void> {
    let failures = 0;
    for (;;) {
      const build = this.#builds.find((one) => one.id === id);
      const next = build?.lines[build.logged];
      if (!build || !next) return;
      const due = build.started + next.offset;
      if (due > this.#now()) {
        await this.#deps.clock.sleep(due - this.#now());
        continue;
      }
      const count = build.lines.findLastIndex((line) => build.started + line.offset <= this.#now()) + 1;
      const events = build.lines
        .slice(build.logged, count)
        .map((line) => ({ timestamp: build.started + line.offset, message: `${line.text}\n` }));
      const problem = await this.#deps.log.write(build.scope, build.logGroup, build.uuid, events).then(
        () => undefined,
        (error: unknown) => error ?? "unknown",
      );
      if (problem !== undefined) {
        failures += 1;
        if (failures > logRetries) throw problem;
        if (failures === 1) this.#deps.onLogError?.(problem);
        await this.#deps.clock.sleep(logRetryMilliseconds * 2 ** (failures - 1));
        continue;
      }
      failures = 0;
      const current = this.#builds.find((one) => one.id === id);
      if (current) this.#replace({ ...current, logged: count });
    }
  }

  #get(scope: Scope, id: string): Build {
    const found = this.find(scope, id);
    if (found) return found;
    throw new CodeBuildError("ResourceNotFoundException", `Build ${id} cannot be found`);
  }

  #replace(build: Build): Build {
    this.#builds = this.#builds.map((one) => (one.id === build.id ? build : one));
    this.#changed();
    return build;
  }

  #now(): number {
    return this.#deps.clock.now().getTime();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function inScope(build: Build, scope: Scope): boolean {
  return build.scope.accountId === scope.accountId && build.scope.region === scope.region;
}
