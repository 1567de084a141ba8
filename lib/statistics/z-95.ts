/** The 97.5 % quantile of the standard normal distribution: a 95 % interval reaches so many standard errors to either side. */
export const Z_95 = 1.959963984540054;
