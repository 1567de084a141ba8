import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type Scale,
  Tooltip,
} from 'chart.js';

// What the page draws, and no more: loaded when the first chart is looked at.
Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
);

// As in a page that is rendered as a file: the lower end of a band has no name, and a scale of odds brings its own ticks.
Chart.defaults.plugins.legend.labels.filter = ({ text }) => text.trim() !== '';
Object.assign(Chart.defaults.scales.logarithmic, {
  afterBuildTicks: (axis: Scale & { options: { ticks: { values?: readonly number[] } } }) => {
    const { values } = axis.options.ticks;
    if (values !== undefined) axis.ticks = values.map((value) => ({ value }));
  },
});
Chart.defaults.scales.logarithmic.ticks.callback = String;

export { Chart };
