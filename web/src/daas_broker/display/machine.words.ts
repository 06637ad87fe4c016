import { defineWords } from '@/kernel/i18n'
import { defineRefusals } from '@/kernel/refusal-words'

export const words = defineWords(
  'daas_machine',
  {
    note: '이 가상PC는 가상 머신입니다. 안의 화면이 대답하지 않아도 머신은 켜져 있을 수 있습니다.',
    look: '머신 화면 보기',
    hide: '머신 화면 닫기',
    screen: '가상 머신 본체의 화면',
    caption: '머신 화면 · 보기만 할 수 있습니다. 바탕화면이 대답하면 저절로 돌아갑니다.',
    opening: '머신 화면을 여는 중',
    gone: '머신 화면도 보이지 않습니다. 머신이 꺼졌거나 다시 켜지는 중입니다.',
  },
  {
    note: 'This desktop is a virtual machine. It may be running although its desktop does not answer.',
    look: 'Show the machine',
    hide: 'Hide the machine',
    screen: 'Screen of the virtual machine itself',
    caption: 'The machine, to look at only. The desktop comes back by itself once it answers.',
    opening: 'Opening the screen of the machine',
    gone: 'The machine cannot be seen either. It is off, or starting again.',
  },
)

defineRefusals(
  {
    console_closed:
      '기관의 정책이 머신 화면을 보여 주지 않습니다. 오래 걸리면 도움을 요청하거나 헬프데스크에 알리십시오.',
    console_absent: '이 가상PC에는 머신 화면이 없습니다.',
  },
  {
    console_closed:
      'The policy of your agency does not show the machine. If it takes long, ask for help or call the help desk.',
    console_absent: 'This desktop has no machine to show.',
  },
)
