import type { Dataset } from "../dataset.ts";
import type { ImageOptions, Split } from "../image-collection.ts";
import { loadCifar, type CifarCollection } from "./load-cifar.ts";

/**
 * CIFAR-10: 50,000 colour photographs for training and 10,000 for testing, of ten kinds of animals and vehicles; pixels
 * from 0 to 1, shape `[n, 3, 32, 32]`. By Alex Krizhevsky: "Learning Multiple Layers of Features from Tiny Images" (2009).
 *
 * The files of the binary version (`data_batch_1.bin` …) or its archive are looked for as the files of `mnist` are, in a
 * folder `cifar-10-batches-bin`; the archive is downloaded (170 MB) where there are none. All of the training images take
 * 614 MB; `limit` reads the first ones.
 *
 * @example ignore: downloads
 * const training = await cifar10("train", { limit: 10_000 });
 */
export function cifar10(split: Split, options: ImageOptions = {}): Promise<Dataset> {
  return loadCifar(collection, split, options);
}

const collection: CifarCollection = {
  name: "cifar10",
  folders: ["cifar-10-batches-bin", "cifar10", "."],
  mirrors: ["https://www.cs.toronto.edu/~kriz/"],
  archive: {
    name: "cifar-10-binary.tar.gz",
    published: "cifar-10-binary.tar.gz",
    sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
    digestOf: "zip",
  },
  imagesInFile: 10_000,
  files: {
    train: [
      "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
      "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
      "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
      "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
      "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
    ].map((sha256, i) => ({ name: `data_batch_${i + 1}.bin`, sha256 })),
    test: [
      {
        name: "test_batch.bin",
        sha256: "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
      },
    ],
  },
  beginnings: {
    folder: "cifar10-subset",
    train: {
      name: "train_4000.bin",
      images: 4000,
      sha256: "0993cf8b8e43bc207603aef9787006995746513f5e3fa5a52e06d1b069926330",
    },
    test: {
      name: "test_1000.bin",
      images: 1000,
      sha256: "8314c96d7cd65618193bab23acdd5d4c4af15bf6dd00a1781d55beedf3be1ef5",
    },
  },
};
