type TrainerName = 'logistic' | 'scorecard' | 'boosted' | 'gradient-descent';

/** What a training may be told; what it is not told is taken from the policy file, the champion and the defaults. */
export interface TrainingRequest {
  readonly model?: string;
  /** A key, `s3://bucket/key`, or `latest`. */
  readonly dataset?: string;
  readonly target?: string;
  readonly positive?: string;
  readonly drop?: readonly string[];
  readonly missing?: readonly string[];
  readonly encoding?: 'utf-8' | 'latin1';
  readonly decimal?: '.' | ',';
  /** Null: none, although the champion was trained with one. */
  readonly group?: string | null;
  readonly time?: string | null;
  readonly trainers?: readonly TrainerName[];
  readonly metric?: 'log_loss' | 'roc_auc' | 'pr_auc' | 'brier';
  readonly calibration?: 'auto' | 'none' | 'platt' | 'isotonic';
  readonly class_weight?: 'none' | 'balanced' | number;
  readonly folds?: number;
  readonly holdout?: number;
  readonly seed?: number;
  readonly force?: boolean;
  readonly policy?: Partial<TrainingPolicyBody>;
}

export interface TrainingPolicyBody {
  readonly minimum_new_rows: number;
  readonly minimum_new_conversions: number;
  readonly promotion: 'better' | 'always' | 'never';
  readonly standard_errors: number;
  /** Fields that are vouched for: what is found about them stops no promotion. */
  readonly allow_fields: readonly string[];
}

/** What spoke against a version taking the place of the one that serves. */
export interface PromotionFinding {
  /** `leak_suspect` and `unreadable` keep a version from serving; the others from being challenger, too. */
  readonly kind: 'required' | 'removed' | 'changed' | 'refused' | 'lacked' | 'leak_suspect' | 'unreadable';
  readonly field?: string;
  /** In a sentence. */
  readonly text: string;
  /** The policy allows the field, so this stopped nothing. */
  readonly allowed?: true;
}

/** A step of a training: `check`, `prepare`, `train:logistic`, …, `evaluate`, `register`, `compare`, `decide`. */
export interface TrainingStep {
  readonly name: string;
  readonly state: 'pending' | 'running' | 'succeeded' | 'failed' | 'canceled';
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly duration_ms: number | null;
  readonly attempts: number;
  readonly figures?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: string; readonly message: string };
}

export interface Training {
  readonly training_id: string;
  readonly status: 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled';
  readonly model: string;
  readonly trigger: 'request' | 'upload' | 'schedule';
  readonly created_by: string;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly dataset: {
    readonly key: string;
    readonly sha256: string | null;
    readonly bytes: number | null;
    readonly rows: number | null;
    readonly converted: number | null;
  };
  readonly options: Readonly<Record<string, unknown>>;
  readonly policy: TrainingPolicyBody;
  readonly steps: readonly TrainingStep[];
  readonly winner: string | null;
  readonly new_model_version: string | null;
  readonly decision: {
    readonly outcome: 'promoted' | 'challenger' | 'kept' | 'skipped';
    readonly reason: string;
    readonly champion: string | null;
    /** Absent where nothing was trained, and in trainings of before. */
    readonly findings?: readonly PromotionFinding[];
    /** On held-out leads that neither has seen. */
    readonly comparison?: {
      readonly rows: number;
      readonly champion_log_loss: number;
      readonly candidate_log_loss: number;
      /** Above 0 the candidate is better. */
      readonly difference: number;
      readonly standard_error: number;
    };
  } | null;
  /** Only when it failed. */
  readonly error?: { readonly code: string; readonly message: string };
  readonly urls: Readonly<Record<'get' | 'cancel', string>>;
}
