// The process that is local AWS: `node --import tsx local/aws/server.ts '<StartOptions as JSON>'`.
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { handleCloudFormation } from "../cloudformation/api.ts";
import { CloudFormation } from "../cloudformation/engine.ts";
import { systemClock } from "../cloudformation/systemClock.ts";
import { CodeBuild } from "../codebuild/codebuild.ts";
import { isAlive } from "../setup/lock.mjs";
import { createControl, type Settings } from "./control.ts";
import { EmulatorClient } from "./emulatorClient.ts";
import { startEmulator } from "./emulatorProcess.ts";
import { Expiry } from "./expiry.ts";
import { createFront, type FrontServices } from "./front.ts";
import { Gateway } from "./gateway.ts";
import { Iam } from "./iam.ts";
import { StackCallers, withCallersPermissions } from "./iamOfStacks.ts";
import { Identities } from "./identities.ts";
import type { StartOptions } from "./instance.ts";
import { readInstance, removeInstance, writeInstance } from "./instanceFile.ts";
import { listen } from "./listen.ts";
import { cloudWatchLogs } from "./logSink.ts";
import { profiles, profilesFile, writeProfiles } from "./profiles.ts";
import { loadReleases, Releases } from "./releases.ts";
import { codeBuildProjects } from "./resources/codeBuildProject.ts";
import { customResources } from "./resources/custom.ts";
import { withDeniedDeletions } from "./resources/deniedDeletions.ts";
import { deployingServices } from "./resources/deployingServices.ts";
import { emulatedResources } from "./resources/emulated.ts";
import { inertResources } from "./resources/inert.ts";
import { resourceProvider } from "./resources/provider.ts";
import { EmulatedRoles } from "./serviceRoles.ts";
import { withStandstill } from "./standstill.ts";
import { StateFile } from "./stateFile.ts";
import { templatesInS3 } from "./templates.ts";
import { WebProxy } from "./webProxy.ts";

interface SavedState {
  readonly cloudFormation: unknown;
  readonly codeBuild: unknown;
}

/** How long a resource may take to get ready while local AWS stops: longer only for a custom resource's function. */
const holdMilliseconds = 1_000;

/** In API Gateway a new key needs some seconds until all of it knows the key. */
const defaultKeySeconds = 2;

const notice = (text: string) => console.error(`${new Date().toISOString()} ${text}`);

async function main(options: StartOptions): Promise<void> {
  const { directory } = options;
  mkdirSync(directory, { recursive: true });
  let services: FrontServices | undefined;
  const server = createFront(() => services);
  const port = await listen(server, options);
  const endpoint = `http://127.0.0.1:${port}`;
  const emulatorProcess = await startEmulator({ directory, frontPort: port, ephemeral: options.ephemeral ?? false });
  const emulator = new EmulatorClient(emulatorProcess.port);
  const composed = await compose(options, endpoint, emulator);
  services = composed.services;
  writeProfiles(profilesFile(directory), profiles);
  writeInstance(directory, { pid: process.pid, port, endpoint });

  let stopping = false;
  const stop = async (code: number) => {
    if (stopping) return;
    stopping = true;
    await composed.resources.hold(holdMilliseconds);
    if (!options.ephemeral) composed.state.close();
    services = undefined;
    server.close();
    server.closeAllConnections();
    await emulatorProcess.stop();
    // Another one may have been started on the directory meanwhile.
    if (readInstance(directory)?.pid === process.pid) removeInstance(directory);
    process.exit(code);
  };
  const { owner } = options;
  if (owner !== undefined) setInterval(() => isAlive(owner) || void stop(0), 500).unref();
  process.on("SIGTERM", () => void stop(0));
  process.on("SIGINT", () => void stop(0));
  emulatorProcess.process.once("exit", (code, signal) => {
    if (stopping) return;
    notice(
      `The emulator ended with ${signal ?? `code ${code}`}; see ${join(directory, "emulator.log")}. Local AWS stops.`,
    );
    void stop(1);
  });
}

async function compose(options: StartOptions, endpoint: string, emulator: EmulatorClient) {
  const clock = systemClock;
  const random = Math.random;
  const ownHost = new URL(endpoint).host;
  const source = options.publishReleases === false ? undefined : await loadReleases(notice);
  const releases = source && new Releases(emulator, source, options.assetBytes);
  const prepare = async (bucket: string, key: string) => releases?.prepare(bucket, key);

  const codeBuild = new CodeBuild({
    clock,
    log: cloudWatchLogs(emulator),
    uuid: randomUUID,
    settings: { buildSeconds: options.buildSeconds ?? 5 },
    onLogError: (error) => notice(`A build's log could not be written: ${String(error)}`),
  });
  const custom = customResources({ emulator, clock, uuid: randomUUID, endpoint, notice });
  const gateway = new Gateway(emulator, { keySeconds: options.keySeconds ?? defaultKeySeconds, bridge: "open" });
  const webProxy = new WebProxy(emulator, gateway);
  const roles = new EmulatedRoles(emulator);
  const byKind = resourceProvider({
    emulated: withDeniedDeletions(deployingServices(emulatedResources(emulator), webProxy), roles, randomUUID),
    custom,
    codeBuildProject: codeBuildProjects(codeBuild, random),
    inert: inertResources(random),
  });
  const iam = new Iam(emulator, { enforceIam: options.enforceIam ?? false });
  const stackCallers = new StackCallers();
  const resources = withStandstill(withCallersPermissions(byKind, iam, stackCallers));
  const cloudFormation = new CloudFormation({
    clock,
    resources,
    templates: templatesInS3({ emulator, ownHost, prepare }),
    roles,
    random,
    settings: { resourceSeconds: options.resourceSeconds ?? 0 },
  });

  const state = new StateFile(
    join(options.directory, "state.json"),
    (): SavedState => ({ cloudFormation: cloudFormation.state(), codeBuild: codeBuild.snapshot() }),
  );
  const saved = state.read() as SavedState | undefined;
  if (saved) {
    codeBuild.restore(saved.codeBuild);
    cloudFormation.restore(saved.cloudFormation);
  }
  if (!options.ephemeral) {
    cloudFormation.onChange(() => state.changed());
    codeBuild.onChange(() => state.changed());
  }

  const expiry = new Expiry();
  const control = createControl({
    health: () => ({
      pid: process.pid,
      endpoint,
      directory: options.directory,
      releases: source?.releaseVersions ?? [],
    }),
    uuid: randomUUID,
    faults: cloudFormation.faults,
    drifts: cloudFormation.outsideChanges,
    buildFaults: { list: () => codeBuild.faults, set: (faults) => codeBuild.setFaults(faults) },
    settings: {
      get: (): Settings => ({
        ...cloudFormation.settings,
        ...codeBuild.settings,
        ...gateway.settings,
        ...iam.settings,
      }),
      set: ({ resourceSeconds, buildSeconds, keySeconds, bridge, enforceIam }) => {
        cloudFormation.settings = { resourceSeconds };
        codeBuild.settings = { buildSeconds };
        gateway.settings = { keySeconds, bridge };
        iam.settings = { enforceIam };
      },
    },
    expiry,
    iam,
    answerCustomResource: (token, answer) => custom.answer(token, answer),
  });
  const services: FrontServices = {
    clock,
    emulator,
    identities: new Identities(emulator),
    expiry,
    iam,
    stackCallers,
    codeBuild,
    gateway,
    webProxy,
    cloudFormation: (scope, form) => handleCloudFormation(cloudFormation, scope, form),
    control,
    prepare,
  };
  return { services, state, resources };
}

main(JSON.parse(process.argv[2] ?? "{}") as StartOptions).catch((error: unknown) => {
  notice(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
});
