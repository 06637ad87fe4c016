/** The round trip in the bar; the panel comes when it is opened. */
import { Gauge, SignalHigh, SignalLow, SignalMedium } from 'lucide-react'
import { lazy } from 'react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import type { Part } from '../chrome/part'
import { words } from './quality.words'

const GOOD_MS = 60
const FAIR_MS = 150

export const quality: Part = {
  id: 'quality',
  order: 20,
  useFace({ stream }) {
    const t = useWords(words)
    const { trip } = useStore(stream.picture.meter.latest)
    const title = t('title')
    if (trip === null) return { icon: Gauge, label: title, text: t('measuring') }
    const icon = trip < GOOD_MS ? SignalHigh : trip < FAIR_MS ? SignalMedium : SignalLow
    return {
      icon,
      title,
      label: `${title} · ${t('trip')} ${t('ms', { ms: trip })}`,
      text: t('ms', { ms: trip }),
    }
  },
  Panel: lazy(async () => ({ default: (await import('./quality-panel')).QualityPanel })),
}
