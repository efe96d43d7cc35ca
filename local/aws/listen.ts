import { readFileSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import type { StartOptions } from "./instance.ts";

/** Listens on the wanted port, else on the last one if it is free: physical ids of queues and other things hold it. */
export async function listen(
  server: Server,
  { directory, port }: Pick<StartOptions, "directory" | "port">,
): Promise<number> {
  const file = join(directory, "port");
  if (port !== undefined) return remembered(file, await listenOn(server, port));
  try {
    return await listenOn(server, Number(readFileSync(file, "utf8")));
  } catch {
    return remembered(file, await listenOn(server, 0));
  }
}

function remembered(file: string, port: number): number {
  writeFileSync(file, String(port));
  return port;
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}
