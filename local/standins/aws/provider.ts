import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import messages, {
  type CheckRequest,
  type CheckResponse,
  type ConfigureRequest,
  type CreateRequest,
  type DeleteRequest,
  type DiffRequest,
  type DiffResponse,
  type InvokeRequest,
  type ReadRequest,
  type UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { unary } from "../grpc.ts";
import { awsPluginVersion } from "../versions.ts";
import type { NamingMode } from "./autonaming.ts";
import { newCall } from "./call.ts";
import { check } from "./check.ts";
import { readConfiguration } from "./configuration.ts";
import { type Change, changesOf } from "./diff.ts";
import { framed } from "./errors.ts";
import { functionFor } from "./functions.ts";
import type { ResourceHandler } from "./handler.ts";
import { allTags, create, previewCreate, previewUpdate, read, remove, type Target, update } from "./lifecycle.ts";
import { handlerFor } from "./resources.ts";
import { openSession, type Session } from "./session.ts";
import { fromStruct, hasUnknown, isEmpty, type Properties, revealAll, toStruct } from "./values.ts";

let session: Session | undefined;

function configured(): Session {
  if (session === undefined) throw new Error("the provider has not been configured");
  return session;
}

async function targetOf(request: { getType(): string; getUrn(): string }, timeoutSeconds?: number): Promise<Target> {
  const handler = await handlerFor(request.getType());
  return { handler, session: configured(), urn: request.getUrn(), ...(timeoutSeconds ? { timeoutSeconds } : {}) };
}

/** The gRPC methods of a provider, over handlers that know one resource type each. */
export const implementation = {
  handshake: unary(() =>
    new messages.ProviderHandshakeResponse().setAcceptSecrets(true).setSupportsAutonamingConfiguration(true),
  ),
  getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(awsPluginVersion)),
  attach: unary(() => new empty.Empty()),
  getSchema: unary(() =>
    new messages.GetSchemaResponse().setSchema(JSON.stringify({ name: "aws", version: awsPluginVersion })),
  ),
  getMapping: unary(() => new messages.GetMappingResponse()),
  getMappings: unary(() => new messages.GetMappingsResponse()),
  checkConfig: unary((request: CheckRequest) => new messages.CheckResponse().setInputs(request.getNews())),
  // An empty answer means "compare the inputs yourself": no setting of this provider replaces its resources.
  diffConfig: unary(() => new messages.DiffResponse()),

  configure: unary(async (request: ConfigureRequest) => {
    session = await openSession(readConfiguration(fromStruct(request.getArgs()), process.env), process.env);
    return new messages.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
  }),

  check: unary(async (request: CheckRequest): Promise<CheckResponse> => {
    const { inputs, failures } = check(await handlerFor(request.getType()), {
      resourceName: request.getName(),
      seed: request.getRandomseed_asU8(),
      naming: namingOf(request),
      olds: fromStruct(request.getOlds()),
      news: fromStruct(request.getNews()),
    });
    const listed = failures.map(({ property, reason }) =>
      new messages.CheckFailure().setProperty(property).setReason(reason),
    );
    return new messages.CheckResponse().setInputs(toStruct(inputs)).setFailuresList(listed);
  }),

  diff: unary(async (request: DiffRequest) => {
    const { handler, session: own } = await targetOf(request);
    const state = revealAll(fromStruct(request.getOlds()));
    const inputs = revealAll(fromStruct(request.getNews()));
    const changes = [
      ...changesOf(handler, state, inputs, request.getIgnorechangesList()),
      ...placeAndTagChanges(handler, own, state, inputs, request.getIgnorechangesList()),
    ];
    return diffResponse(changes, deleteFirst(handler, state, inputs));
  }),

  create: unary(async (request: CreateRequest) => {
    const target = await targetOf(request, request.getTimeout());
    const inputs = fromStruct(request.getProperties());
    const response = new messages.CreateResponse();
    if (request.getPreview()) return response.setProperties(toStruct(previewCreate(target, inputs)));
    const { id, state } = await create(target, inputs);
    return response.setId(id).setProperties(toStruct(state));
  }),

  read: unary(async (request: ReadRequest) => {
    const inputs = request.hasInputs() ? fromStruct(request.getInputs()) : undefined;
    const state = fromStruct(request.getProperties());
    const found = await read(await targetOf(request), request.getId(), state, inputs);
    const response = new messages.ReadResponse();
    if (found === undefined) return response;
    return response.setId(found.id).setProperties(toStruct(found.state)).setInputs(toStruct(found.inputs));
  }),

  update: unary(async (request: UpdateRequest) => {
    const target = await targetOf(request, request.getTimeout());
    const old = fromStruct(request.getOlds());
    const inputs = fromStruct(request.getNews());
    const apply = request.getPreview() ? previewUpdate : update;
    return new messages.UpdateResponse().setProperties(toStruct(await apply(target, request.getId(), old, inputs)));
  }),

  delete: unary(async (request: DeleteRequest) => {
    const target = await targetOf(request, request.getTimeout());
    await remove(target, request.getId(), fromStruct(request.getProperties()));
    return new empty.Empty();
  }),

  invoke: unary(async (request: InvokeRequest) => {
    const handler = await functionFor(request.getTok());
    const args = revealAll(fromStruct(request.getArgs()));
    try {
      const result = await handler(newCall(configured(), { region: args.region }), args);
      return new messages.InvokeResponse().setReturn(toStruct(result));
    } catch (error) {
      throw new Error(framed(`invoking ${request.getTok()}: `, error));
    }
  }),

  // As in the official plugin: an operation under way is carried to its end.
  cancel: unary(() => new empty.Empty()),
};

function namingOf(request: CheckRequest): NamingMode | undefined {
  const options = request.getAutonaming();
  if (options === undefined) return undefined;
  const name = options.getProposedName();
  const { ENFORCE, DISABLE } = messages.CheckRequest.AutonamingOptions.Mode;
  if (options.getMode() === DISABLE) return { kind: "disable" };
  return { kind: options.getMode() === ENFORCE ? "enforce" : "propose", name };
}

/** Differences that come from the provider's own settings: its region, and its default tags. */
function placeAndTagChanges(
  handler: ResourceHandler,
  own: Session,
  state: Properties,
  inputs: Properties,
  ignored: readonly string[],
): readonly Change[] {
  const changes: Change[] = [];
  const region = isEmpty(inputs.region) ? own.region : inputs.region;
  if (!handler.global && !isEmpty(state.region) && state.region !== region && !ignored.includes("region")) {
    changes.push({ path: "region", property: "region", kind: "update", replaces: true });
  }
  const tags = allTags(own, inputs);
  const differ = hasUnknown(tags) || sortedEntries(tags) !== sortedEntries(state.tagsAll);
  if (handler.tagged && differ && !ignored.includes("tags") && !ignored.includes("tagsAll")) {
    changes.push({ path: "tagsAll", property: "tagsAll", kind: "update", replaces: false });
  }
  return changes;
}

function sortedEntries(tags: unknown): string {
  return JSON.stringify(Object.entries(tags ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A name that the program fixed can't be taken twice, so the old resource has to go first. */
function deleteFirst(handler: ResourceHandler, state: Properties, inputs: Properties): boolean {
  const property = handler.autoName?.property;
  if (property === undefined || isEmpty(inputs[property])) return false;
  const isAutomatic = Array.isArray(inputs.__defaults) && inputs.__defaults.includes(property);
  return !isAutomatic && inputs[property] === state[property];
}

function diffResponse(changes: readonly Change[], deleteBeforeReplace: boolean): DiffResponse {
  const response = new messages.DiffResponse().setHasdetaileddiff(true);
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  response.setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE);
  response.setDiffsList([...new Set(changes.map(({ property }) => property))]);
  const replaces = changes.filter((change) => change.replaces);
  response.setReplacesList([...new Set(replaces.map(({ property }) => property))]);
  response.setDeletebeforereplace(replaces.length > 0 && deleteBeforeReplace);
  for (const { path, kind, replaces: replacing } of changes) {
    response.getDetaileddiffMap().set(path, new messages.PropertyDiff().setKind(kindOf(kind, replacing)));
  }
  return response;
}

function kindOf(kind: Change["kind"], replacing: boolean): number {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = messages.PropertyDiff.Kind;
  const [plain, replace] = {
    add: [ADD, ADD_REPLACE],
    delete: [DELETE, DELETE_REPLACE],
    update: [UPDATE, UPDATE_REPLACE],
  }[kind] as [number, number];
  return replacing ? replace : plain;
}
