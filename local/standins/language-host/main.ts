import type { ServerWritableStream } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/language_grpc_pb.js";
import messages, {
  type InstallDependenciesRequest,
  type InstallDependenciesResponse,
} from "@pulumi/pulumi/proto/language_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { engineAddress, servePlugin, unary } from "../grpc.ts";
import { pulumiVersion } from "../versions.ts";
import { endAllChildren } from "./children.ts";
import { programDependencies } from "./dependencies.ts";
import { run } from "./run.ts";
import { runPlugin } from "./run-plugin.ts";

let engine = engineAddress();

servePlugin(
  services.LanguageRuntimeService,
  {
    handshake: unary((request: InstanceType<typeof messages.LanguageHandshakeRequest>) => {
      engine = request.getEngineAddress() || engine;
      return new messages.LanguageHandshakeResponse();
    }),
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(pulumiVersion)),
    // Empty: plugins are looked up when the first resource needs one, so nothing has to be computed for it here.
    getRequiredPackages: unary(() => new messages.GetRequiredPackagesResponse()),
    getRequiredPlugins: unary(() => new messages.GetRequiredPluginsResponse()),
    getProgramDependencies: unary((request: InstanceType<typeof messages.GetProgramDependenciesRequest>) => {
      const found = programDependencies(request.getInfo()?.getProgramDirectory() ?? process.cwd());
      return new messages.GetProgramDependenciesResponse().setDependenciesList([...found]);
    }),
    about: unary(() => new messages.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
    runtimeOptionsPrompts: unary(() => new messages.RuntimeOptionsResponse()),
    installDependencies(call: ServerWritableStream<InstallDependenciesRequest, InstallDependenciesResponse>) {
      const text = "This language host installs nothing: run npm ci in the project.\n";
      call.write(new messages.InstallDependenciesResponse().setStdout(Buffer.from(text)));
      call.end();
    },
    run: (call: Parameters<typeof run>[1], callback: Parameters<typeof run>[2]) => run(engine, call, callback),
    runPlugin,
    cancel: unary(() => new empty.Empty()),
  },
  endAllChildren,
);
