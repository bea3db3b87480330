import { dataFile, type FileOptions } from "../data-file.ts";
import { parseCsv } from "./csv.ts";
import { tableDataset, type TableDataset } from "./table-dataset.ts";

/**
 * Iris (R. A. Fisher 1936): four measures of 150 flowers of three species. From the UCI Machine Learning Repository, CC BY
 * 4.0, with the values of scikit-learn. The file `iris.csv` is looked for as the files of `mnist` are, in a folder `iris`.
 *
 * @example ignore: downloads
 * const { inputs, classes, features } = await iris();
 */
export function iris(options: FileOptions = {}): Promise<TableDataset> {
  return published({
    name: "iris",
    folders: ["iris", "."],
    file: "iris.csv",
    sha256: "f13ffa8fdd56fd8e6c8d16d4081a3fbd3114bcd0aae4256c43205169cd9d1449",
    features: ["sepal length", "sepal width", "petal length", "petal width"],
    options,
  });
}

/**
 * Wine (S. Aeberhard and M. Forina 1992): thirteen measures of 178 Italian wines of three growers. From the UCI Machine
 * Learning Repository, CC BY 4.0. The file `wine_data.csv` is looked for in a folder `wine`.
 *
 * @example ignore: downloads
 * const [training, test] = splitDataset(await wine(), { fraction: 0.8, seed: 1, stratified: true });
 */
export function wine(options: FileOptions = {}): Promise<TableDataset> {
  return published({
    name: "wine",
    folders: ["wine", "."],
    file: "wine_data.csv",
    sha256: "10e8a802908b34f86e5da8ce962f3c806694bc98450a18f61851af59f324bede",
    features: [
      ...["alcohol", "malic acid", "ash", "alcalinity of ash", "magnesium", "total phenols", "flavanoids"],
      ...["nonflavanoid phenols", "proanthocyanins", "color intensity", "hue", "od280/od315", "proline"],
    ],
    options,
  });
}

/**
 * Breast cancer of Wisconsin (W. H. Wolberg and others 1995): thirty measures of 569 tumours, malignant or benign. From the
 * UCI Machine Learning Repository, CC BY 4.0. The file `breast_cancer.csv` is looked for in a folder `breast-cancer`.
 *
 * @example ignore: downloads
 * const { classes } = await breastCancer();
 */
export function breastCancer(options: FileOptions = {}): Promise<TableDataset> {
  const measures = [
    ...["radius", "texture", "perimeter", "area", "smoothness"],
    ...["compactness", "concavity", "concave points", "symmetry", "fractal dimension"],
  ];
  return published({
    name: "breastCancer",
    folders: ["breast-cancer", "."],
    file: "breast_cancer.csv",
    sha256: "fed3eb72d0575ef6192293f5093c6e801b1476b577d0386bf4455504522172ed",
    features: ["mean", "error of", "worst"].flatMap((kind) =>
      measures.map((measure) => `${kind} ${measure}`),
    ),
    options,
  });
}

interface PublishedTable {
  readonly name: string;
  readonly folders: readonly [string, ...string[]];
  readonly file: string;
  readonly sha256: string;
  readonly features: readonly string[];
  readonly options: FileOptions;
}

const mirrors = ["https://raw.githubusercontent.com/scikit-learn/scikit-learn/1.5.2/sklearn/datasets/data/"];

/** In scikit-learn's form: rows, columns and the names of the classes; then features and the index of the class. */
async function published(table: PublishedTable): Promise<TableDataset> {
  const { name, folders, file, sha256, features, options } = table;
  const described = { name: file, published: file, sha256, digestOf: "text" } as const;
  const text = new TextDecoder().decode(await dataFile({ name, folders, mirrors }, described, options));
  const start = text.indexOf("\n");
  const [, , ...classes] = text.slice(0, start).split(",");
  const rows = parseCsv(text.slice(start + 1), { names: [...features, "class"] });
  return { ...tableDataset(rows, { target: "class", task: "classification" }), classes };
}
