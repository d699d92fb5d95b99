import { MasterUnreadable } from "../ports";
import { type MasterAnswer, type MasterHttp, refusal } from "./http";

/** Control calls as one user. Reading needs no session. */
export class MasterSession {
  #cookie: Promise<string> | null = null;

  constructor(
    private readonly http: MasterHttp,
    private readonly user: string,
    private readonly password: string,
  ) {}

  /**
   * Calls a method of the control API. The master answers before it has acted: read again to confirm.
   * A session that ended (after 7 days, or with a new session secret) is renewed once.
   * @throws MasterUnreadable unless the master accepted it
   */
  async control(path: string, method: string, params: Readonly<Record<string, unknown>>): Promise<void> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const post = async (): Promise<MasterAnswer> => {
      this.#cookie ??= this.#login();
      const cookie = this.#cookie;
      try {
        const headers = { "content-type": "application/json", cookie: await cookie };
        return await this.http.call("POST", path, headers, body);
      } catch (error) {
        if (this.#cookie === cookie) this.#cookie = null;
        throw error;
      }
    };
    const before = this.#cookie;
    let answer = await post();
    if ((answer.status === 401 || answer.status === 403) && before !== null) {
      // Others may have renewed it meanwhile: theirs is as good.
      if (this.#cookie === before) this.#cookie = null;
      answer = await post();
    }
    if (answer.status !== 200)
      throw new MasterUnreadable(`${method} ${path} as '${this.user}': ${refusal(answer)}`);
  }

  async #login(): Promise<string> {
    const authorization = `Basic ${Buffer.from(`${this.user}:${this.password}`).toString("base64")}`;
    const answer = await this.http.call("GET", "/auth/login", { authorization });
    if (answer.status === 401) {
      throw new MasterUnreadable(
        `login as '${this.user}': the master refuses the password; write its credentials file again with ` +
          "`overflow workers <env>` and reconfigure it",
      );
    }
    const cookie = sessionCookie(answer.headers["set-cookie"]);
    if (answer.status !== 302 || cookie === null) {
      throw new MasterUnreadable(`login as '${this.user}': ${refusal(answer)}`);
    }
    return cookie;
  }
}

/**
 * The user's session among the cookies of a login: Buildbot 4.3 sets two of one name, an anonymous one first and
 * the user's last. Its name is TWISTED_SESSION, over TLS TWISTED_SECURE_SESSION.
 */
export function sessionCookie(setCookie: string | readonly string[] | undefined): string | null {
  const cookies = typeof setCookie === "string" ? [setCookie] : (setCookie ?? []);
  const last = cookies.filter((cookie) => /^TWISTED_(SECURE_)?SESSION/.test(cookie)).at(-1);
  return last?.split(";", 1)[0] ?? null;
}
