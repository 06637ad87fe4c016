import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_sound',
  {
    title: '소리',
    volume: '음량',
    level: '지금 나는 소리',
    on: '소리 켜기',
    off: '소리 끄기',
    isOff: '꺼짐',
    quiet: '지금은 소리가 나지 않습니다.',
    heldBack:
      '가상PC에서 소리가 나고 있습니다. 브라우저는 이 화면을 한 번 누른 뒤부터 소리를 들려줍니다.',
    hear: '소리 듣기',
    unable: '이 브라우저는 가상PC의 소리를 들려주지 못합니다. 브라우저를 새 판으로 올려 주십시오.',
  },
  {
    title: 'Sound',
    volume: 'Volume',
    level: 'What sounds now',
    on: 'Sound on',
    off: 'Sound off',
    isOff: 'off',
    quiet: 'Nothing sounds at the moment.',
    heldBack:
      'The desktop is playing a sound. The browser lets you hear it once you have pressed somewhere on this page.',
    hear: 'Hear it',
    unable: 'This browser cannot play the sound of a desktop. Please bring it up to date.',
  },
)
