import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";

type Properties = Readonly<Record<string, unknown>>;

/** A resource as a program registered it. */
export interface RecordedResource {
  readonly type: string;
  readonly name: string;
  /** As the provider gets them, apart from secrets: those are plain here. */
  readonly inputs: Properties;
  /** Names of the inputs that are secret, or hold a secret. */
  readonly secretInputs: readonly string[];
  /** Logical name of the parent; undefined for a resource without one. */
  readonly parent: string | undefined;
  readonly protect: boolean;
  /** Logical name of its provider, where one was given. */
  readonly provider: string | undefined;
  /** Logical names of the resources that come before it: those that it was told to depend on, and those in its inputs. */
  readonly after: readonly string[];
  /** Names of the hooks that run before it is created. */
  readonly beforeCreate: readonly string[];
  readonly beforeUpdate: readonly string[];
  /** Such as `3h`; blank where the provider's own limit holds. */
  readonly timeouts: { readonly create: string; readonly update: string; readonly delete: string };
}

export interface MockedProgram {
  /**
   * By type token, what the provider adds to a resource's inputs: `id` becomes its ID, which is `<name>-id` otherwise. A
   * resource that is made in here and returned comes back to the program as a reference, as from a remote component.
   */
  readonly outputs?: Readonly<Record<string, (inputs: Properties, name: string) => Properties>>;
  /** By function token, its answer. A call of a function that isn't here fails. */
  readonly calls?: Readonly<Record<string, (inputs: Properties) => Properties>>;
  readonly preview?: boolean;
}

/** What a program did since `mockPulumi`. */
export interface Recording {
  /** In the order of registration. Complete once `settled` has come. */
  readonly resources: readonly RecordedResource[];
  /** By name. There is no engine to run them: a test calls `hook.callback` itself. */
  readonly hooks: ReadonlyMap<string, pulumi.ResourceHook>;
  /** The only resource of a type. */
  one(type: string): RecordedResource;
  /** Waits until everything is registered. */
  settled(): Promise<void>;
}

/**
 * Lets a piece of a Pulumi program run without an engine, and records what it registers. Each call begins anew, so every
 * test makes its own:
 *
 * ```ts
 * const program = await mockPulumi({ outputs: { "aws:cloudformation/stack:Stack": () => ({ outputs: { Arn: "arn:…" } }) } });
 * const role = new PantherDeploymentRole("role", { … });
 * await program.settled();
 * expect(program.one("aws:cloudformation/stack:Stack").protect).to.equal(true);
 * expect(await resolved(role.arn)).to.equal("arn:…");
 * ```
 */
export async function mockPulumi(program: MockedProgram = {}): Promise<Recording> {
  const resources: RecordedResource[] = [];
  const hooks = new Map<string, pulumi.ResourceHook>();
  await pulumi.runtime.setMocks(mocksOf(program), "project", "stack", program.preview ?? false);
  // Mocks are told neither of parents nor of options.
  const monitor = pulumi.runtime.getMonitor() as unknown as MockMonitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request: RegisterResourceRequest, callback) => {
    resources.push(recorded(request));
    return register(request, callback);
  };
  state().callbacks = callbacks(hooks);
  return {
    resources,
    hooks,
    one: (type) => onlyOne(resources, type),
    settled,
  };
}

/** What an output comes to. One that stays unknown, as in a preview, never comes. */
export function resolved<T>(output: pulumi.Output<T>): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => {
    pulumi.output(output).apply((value) => resolve(value));
  });
}

/**
 * The first error of a program, whether it is thrown or comes later with an output. Pulumi leaves the latter to the
 * process, where mocha would take them for failures of the test.
 */
export async function failureOf(run: () => unknown): Promise<Error> {
  const listeners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  const failure = new Promise<unknown>((resolve) => {
    process.on("unhandledRejection", resolve);
  });
  try {
    run();
    // Pulumi waits for ever for what failed, so only one of the two comes.
    const first = await Promise.race([failure, settled().then(() => undefined)]);
    // One error fails several promises: here all of them have been told of.
    await nextTurn();
    // Pulumi would complain of what still waits when the process ends, and end it with an error.
    state().leakCandidates.clear();
    if (first instanceof Error) return first;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  } finally {
    process.removeAllListeners("unhandledRejection");
    for (const listener of listeners) process.on("unhandledRejection", listener);
  }
  throw new Error("The program was to fail, and did not.");
}

function recorded(request: RegisterResourceRequest): RecordedResource {
  const inputs = request.getObject();
  const properties: Properties = inputs ? pulumi.runtime.deserializeProperties(inputs) : {};
  const timeouts = request.getCustomtimeouts();
  return {
    type: request.getType(),
    name: request.getName(),
    inputs: withoutSecrets(properties),
    secretInputs: Object.entries(properties).flatMap(([name, value]) =>
      pulumi.runtime.isRpcSecret(value) ? [name] : [],
    ),
    parent: nameIn(request.getParent()),
    protect: request.getProtect() ?? false,
    // A reference to a provider is its URN and its ID.
    provider: nameIn(request.getProvider().split("::").slice(0, -1).join("::")),
    after: request.getDependenciesList().map((urn) => nameIn(urn) ?? urn),
    beforeCreate: request.getHooks()?.getBeforeCreateList() ?? [],
    beforeUpdate: request.getHooks()?.getBeforeUpdateList() ?? [],
    timeouts: {
      create: timeouts?.getCreate() ?? "",
      update: timeouts?.getUpdate() ?? "",
      delete: timeouts?.getDelete() ?? "",
    },
  };
}

function nameIn(urn: string): string | undefined {
  return urn.split("::").at(-1) || undefined;
}

/** The runtime marks secrets at the top, wherever in an input they are. */
function withoutSecrets(properties: Properties): Properties {
  const plain = Object.entries(properties).map(([name, value]) => [name, pulumi.runtime.unwrapRpcSecret(value)]);
  return Object.fromEntries(plain);
}

function mocksOf(program: MockedProgram): pulumi.runtime.Mocks {
  return {
    newResource: ({ type, name, inputs }) => {
      const { id = `${name}-id`, ...state } = program.outputs?.[type]?.(withoutSecrets(inputs), name) ?? {};
      return { id: String(id), state: { ...inputs, ...state } };
    },
    call: ({ token, inputs }) => {
      const answer = program.calls?.[token];
      if (!answer) throw new Error(`The program calls ${token}, which mockPulumi was given no answer for.`);
      return answer(inputs);
    },
  };
}

/** Knows hooks only. The runtime's own would listen on a port for the engine to call them. */
function callbacks(hooks: Map<string, pulumi.ResourceHook>) {
  return {
    registerResourceHook: async (hook: pulumi.ResourceHook) => {
      hooks.set(hook.name, hook);
    },
    shutdown: () => undefined,
    awaitStackRegistrations: async () => undefined,
  };
}

function onlyOne(resources: readonly RecordedResource[], type: string): RecordedResource {
  const [first, ...others] = resources.filter((resource) => resource.type === type);
  if (first && others.length === 0) return first;
  const there = resources.map((resource) => `${resource.type} ${resource.name}`).join(", ");
  throw new Error(`Not one ${type} but ${first ? others.length + 1 : 0}. Registered: ${there || "nothing"}.`);
}

/** The part of Pulumi's state that this needs, which its own types leave out. */
interface RuntimeState {
  callbacks: ReturnType<typeof callbacks>;
  readonly settings: { readonly rpcDone: Promise<unknown> };
  readonly leakCandidates: Set<Promise<unknown>>;
}

function state(): RuntimeState {
  return (globalThis as unknown as { readonly globalStore: RuntimeState }).globalStore;
}

/** An operation that ends may have begun others. */
async function settled(): Promise<void> {
  for (let seen: unknown; seen !== state().settings.rpcDone; ) {
    seen = state().settings.rpcDone;
    await seen;
    await nextTurn();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
