import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { servePlugin } from "../grpc.ts";
import { implementation } from "./provider.ts";

servePlugin(services.ResourceProviderService, implementation);
