import type { ResourceProvider, ResourceRequest } from "../../cloudformation/types.ts";
import type { WebProxy } from "../webProxy.ts";

/** A provider whose ECS services start their tasks before the resource is ready, as a service of CloudFormation does. */
export function deployingServices(provider: ResourceProvider, webProxy: Pick<WebProxy, "refresh">): ResourceProvider {
  const deployed = async <T>(request: ResourceRequest, operation: Promise<T>): Promise<T> => {
    const result = await operation;
    if (request.type === "AWS::ECS::Service") await webProxy.refresh(request.scope);
    return result;
  };
  return {
    ...provider,
    create: (request) => deployed(request, provider.create(request)),
    update: (request) => deployed(request, provider.update(request)),
    delete: (request) => deployed(request, provider.delete(request)),
  };
}
