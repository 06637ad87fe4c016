/** Appearance, text size, language: the same choices in the bar, at sign-in and in the settings. */
import { Contrast, Languages } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import {
  isContrast,
  preferences,
  TEXT_SIZES,
  type TextSize,
  type Theme,
} from '@/kernel/preferences'
import { useStore } from '@/kernel/store'
import { Button } from '@/kit/button'
import { Segments } from '@/kit/field'
import { words } from '../words'
import { savePreferences } from './actions'

const THEMES: readonly Theme[] = ['light', 'contrast', 'system']

export function DisplayChoices() {
  const t = useWords(words)
  const chosen = useStore(preferences)
  return (
    <>
      <Segments
        label={t('settings.theme')}
        choices={THEMES.map(id => ({ id, label: t(`settings.${id}`) }))}
        value={chosen.theme}
        onChange={theme => savePreferences({ theme })}
      />
      <Segments
        label={t('settings.textSize')}
        choices={TEXT_SIZES.map(size => ({ id: String(size), label: `${size}%` }))}
        value={String(chosen.textSize)}
        onChange={size => savePreferences({ textSize: Number(size) as TextSize })}
      />
      <Segments
        label={t('settings.language')}
        choices={[
          { id: 'ko', label: '한국어' },
          { id: 'en', label: 'English' },
        ]}
        value={chosen.language}
        onChange={language => savePreferences({ language })}
      />
    </>
  )
}

/** For a page before sign-in. */
export function DisplayQuick() {
  const t = useWords(words)
  const chosen = useStore(preferences)
  const contrast = isContrast(chosen)
  return (
    <>
      <Button
        look="quiet"
        size="s"
        icon={Contrast}
        onPress={() => savePreferences({ theme: contrast ? 'light' : 'contrast' })}
      >
        {t(contrast ? 'settings.light' : 'settings.contrast')}
      </Button>
      <Button
        look="quiet"
        size="s"
        icon={Languages}
        onPress={() => savePreferences({ language: chosen.language === 'ko' ? 'en' : 'ko' })}
      >
        {chosen.language === 'ko' ? 'English' : '한국어'}
      </Button>
    </>
  )
}
