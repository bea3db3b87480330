import type { Expression } from "@piecewise/expressions";
import type { Tensor } from "@piecewise/tensor";
import type { OptimizerSettings, OptionRules, OptionValues } from "./options.ts";

type Symbols<S extends OptimizerSettings> = { readonly [Name in keyof S]: SymbolFor<S[Name]> };

type SymbolFor<T> = T extends boolean ? boolean : Expression;

/**
 * What an optimizer is: the values its options have by default, what it remembers for each number, and one rule. All else is
 * for the few that need it. Every optimizer has the switch `maximize`, too: its rule then gets the gradients negated.
 */
export interface Definition<
  S extends OptimizerSettings,
  Slot extends string,
  Sometimes extends string = never,
  Count extends string = never,
  Made extends string = never,
> extends OptionRules<S> {
  /** What it keeps for each number of a parameter; starts at 0. */
  readonly slots: readonly Slot[];
  /** The same, kept only while the options ask for it. Without it the rule gets undefined. */
  readonly slotsWhen?: Readonly<Record<Sometimes, (options: OptionValues<S>) => boolean>>;
  /** Numbers it keeps for each parameter, and their values before the first step. The rule has them as scalars. */
  readonly numbers?: Readonly<Record<Count, number>>;
  /** The numbers for a parameter's next step, from those of the step before. */
  next?(
    numbers: Readonly<Record<Count, number>>,
    options: OptionValues<S> & { readonly step: number },
  ): Readonly<Record<Count, number>>;
  /** What the rule needs besides, as tensors of the parameter's shape: for example what depends on the parameter's norm. */
  tensors?(
    values: { readonly param: Tensor; readonly grad: Tensor } & Readonly<Record<Slot, Tensor>>,
    options: OptionValues<S> & { readonly step: number },
  ): Readonly<Record<Made, Tensor>>;
  /**
   * The new values of one number and its slots, as a formula. It is read once for each setting of the switches and becomes
   * one loop. `step` is 1 in a parameter's first step.
   */
  update(
    values: Readonly<Record<"param" | "grad" | Slot | Made, Expression>> &
      Readonly<Partial<Record<Sometimes, Expression | undefined>>>,
    options: Symbols<S> & Readonly<Record<"step" | Count, Expression>>,
  ): Readonly<Record<"param" | Slot, Expression>> &
    Readonly<Partial<Record<Sometimes, Expression | undefined>>>;
}

/** A definition as the machinery sees it, without the names that only its author knows. */
export type Rule = Definition<OptimizerSettings, string, string, string, string>;
