import { nodeFiles } from "../node-files.ts";

/** A text file that grows by lines, and is cut back to where it was when a run is resumed. */
export class LineFile {
  readonly #operation: string;
  readonly #path: string;
  /** How many bytes of it count. */
  length = 0;

  constructor(operation: string, path: string) {
    this.#operation = operation;
    this.#path = path;
  }

  /** Makes the file and its folder, or goes on with it from `length`. */
  async open(goOn: boolean): Promise<void> {
    const { files, path } = this.#disk();
    if (!goOn) this.length = 0;
    await files.mkdir(path.dirname(this.#path), { recursive: true });
    const handle = await files.open(this.#path, "a");
    await handle.truncate(this.length).finally(() => handle.close());
  }

  async write(line: string): Promise<void> {
    const bytes = new TextEncoder().encode(`${line}\n`);
    await this.#disk().files.appendFile(this.#path, bytes);
    this.length += bytes.length;
  }

  #disk() {
    return nodeFiles(this.#operation, "write a callback that sends lines where you need them");
  }
}
