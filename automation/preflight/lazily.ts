import { once } from "./once.ts";

/**
 * A client that is loaded when it is first asked something. That of EC2 takes as much memory as all others together, and an
 * upgrade asks it nothing unless its environment has a network of its own.
 * @param make loads and makes it; all its members are calls
 */
export function lazily<Client extends object>(make: () => Promise<Client>): Client {
  const made = once(make);
  return new Proxy({} as Client, {
    get:
      (_, name) =>
      async (...input: readonly unknown[]) => {
        const client = await made();
        const call: unknown = Reflect.get(client, name);
        if (typeof call !== "function") throw new TypeError(`${String(name)} is no call of this client.`);
        return await call.apply(client, input);
      },
  });
}
