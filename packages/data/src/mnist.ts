import type { Dataset } from "./dataset.ts";
import { loadImages, type ImageCollection, type ImageOptions, type Split } from "./image-collection.ts";

/**
 * MNIST: 60,000 handwritten digits for training and 10,000 for testing, 28 by 28 pixels from 0 to 1, shape
 * `[n, 1, 28, 28]`. By Yann LeCun and Corinna Cortes, CC BY-SA 3.0.
 *
 * Its files are looked for in `dataDir`, in the folder that the environment variable PIECEWISE_DATA_DIR names, and in
 * the cache; those that are in none of them are downloaded into the cache. In a browser they are always downloaded.
 *
 * @example ignore: downloads
 * const training = await mnist("train", { onProgress: ({ file, received }) => console.log(file, received) });
 */
export function mnist(split: Split, options: ImageOptions = {}): Promise<Dataset> {
  return loadImages(mnistCollection, split, options);
}

/**
 * Fashion-MNIST: 60,000 + 10,000 pictures of ten kinds of clothing, in the form of {@link mnist} and found in the same
 * way. By Zalando Research, MIT licence.
 *
 * @example ignore: downloads
 * const test = await fashionMnist("test", { limit: 1000 });
 */
export function fashionMnist(split: Split, options: ImageOptions = {}): Promise<Dataset> {
  return loadImages(fashionMnistCollection, split, options);
}

const mnistCollection: ImageCollection = {
  name: "mnist",
  folders: ["mnist", "MNIST/raw", "."],
  mirrors: [
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
  ],
  classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  sha256: {
    train: {
      images: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      labels: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    },
    test: {
      images: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      labels: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    },
  },
};

const fashionMnistCollection: ImageCollection = {
  name: "fashionMnist",
  folders: ["fashion-mnist", "FashionMNIST/raw", "."],
  mirrors: ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"],
  classes: [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
  ],
  sha256: {
    train: {
      images: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
      labels: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    },
    test: {
      images: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
      labels: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    },
  },
};
