import { createReadStream } from 'node:fs';

/** What a peer makes of a file: its rows of numbers. */
export interface PeerTable {
  readonly spectra: number;
  readonly bins: number;
  readonly values: readonly Float32Array[];
}

/** Another reader of US CSV, timed where it is installed. It gets no help and gives none: no checks, no messages. */
export interface InputPeer {
  readonly name: string;
  read(library: Record<string, unknown>, file: string, onRow: (cells: readonly string[]) => void): Promise<void>;
}

export const INPUT_PEERS: readonly InputPeer[] = [
  {
    name: 'csv-parse',
    async read({ parse }, file, onRow) {
      const parser = createReadStream(file).pipe((parse as () => NodeJS.ReadWriteStream)());
      for await (const cells of parser) {
        onRow(cells as unknown as string[]);
      }
    },
  },
  {
    name: 'papaparse',
    read(library, file, onRow) {
      const papa = library.default as { parse(input: NodeJS.ReadableStream, options: object): void };
      return new Promise((done, failed) => {
        papa.parse(createReadStream(file), {
          skipEmptyLines: true,
          step: ({ data }: { data: string[] }) => onRow(data),
          complete: () => done(),
          error: failed,
        });
      });
    },
  },
];

/** A peer as a reader. @throws Error when it is not installed */
export async function loadPeer(peer: InputPeer): Promise<(file: string) => Promise<PeerTable>> {
  const library = (await import(peer.name)) as Record<string, unknown>;
  return async (file) => {
    const values: Float32Array[] = [];
    let bins = 0;
    await peer.read(library, file, (cells) => {
      if (bins === 0) {
        bins = cells.length - 1;
        return;
      }
      const row = new Float32Array(bins);
      for (let i = 0; i < bins; i++) {
        const cell = cells[i + 1] as string;
        row[i] = cell === '' ? Number.NaN : Number(cell);
      }
      values.push(row);
    });
    return { spectra: values.length, bins, values };
  };
}
