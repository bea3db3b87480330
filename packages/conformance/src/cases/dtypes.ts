import { input, select } from "@piecewise/expressions";
import { bool, float, int32, type Case } from "../case.ts";
import { integers, numbers } from "../numbers.ts";
import { flat } from "./flat.ts";

const [x, y, z] = [input(0), input(1), input(2)];
const truths = integers(33, 2);
const special = float([0, -0, 0.1, NaN, -5, Infinity, 1]);

export const dtypeCases: readonly Case<"map">[] = [
  flat("stores floats as int32, toward 0", [x], {
    inputs: [float([2.7, -2.7, 0, -0.5, 5, -5, 1000000.5])],
    outputs: ["int32"],
    expected: [[2, -2, 0, 0, 5, -5, 1000000]],
  }),
  flat("stores floats as bool: all but 0 is true", [x], {
    inputs: [special],
    outputs: ["bool"],
    expected: [[0, 0, 1, 1, 1, 1, 1]],
  }),
  flat("stores int32 as bool", [x], {
    inputs: [int32([0, 1, -1, 256, 65536, 7, 0])],
    outputs: ["bool"],
    expected: [[0, 1, 1, 1, 1, 1, 0]],
  }),
  flat("compares into bool", [x.less(y)], {
    inputs: [float(numbers(33)), float(numbers(33, 1))],
    outputs: ["bool"],
  }),
  flat("negates bool", [x.not()], { inputs: [bool(truths)], outputs: ["bool"] }),
  flat("selects by bool", [select(x, y, z)], {
    inputs: [bool(truths), float(numbers(33)), float(numbers(33, 1))],
  }),
  flat("turns bool into int32", [x], { inputs: [bool(truths)], outputs: ["int32"] }),
  flat("mixes int32 and floats", [x.times(y)], { inputs: [int32(integers(33, 9)), float(numbers(33))] }),
  flat("is exact for int32", [x.plus(y), x.minus(y)], {
    inputs: [int32([16777217, -16777217, 2147483600, 5, 123456789]), int32([1, 2, 47, 6, 98765432])],
    outputs: ["int32", "int32"],
    expected: [
      [16777218, -16777215, 2147483647, 11, 222222221],
      [16777216, -16777219, 2147483553, -1, 24691357],
    ],
  }),
  flat("multiplies and divides int32", [x.times(y), x.dividedBy(y), x.remainder(y)], {
    inputs: [int32([7, -7, 9, 40000]), int32([2, 2, 3, 50000])],
    outputs: ["int32", "float", "int32"],
    expected: [[14, -14, 27, 2000000000], [3.5, -3.5, 3, 0.8], [1, 1, 0, 40000]], // prettier-ignore
  }),
  flat("stores outputs of several kinds", [x.plus(y), x.plus(y), x.plus(y)], {
    inputs: [int32(integers(33, 3)), bool(truths)],
    outputs: ["float", "int32", "bool"],
  }),
];
