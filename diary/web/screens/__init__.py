"""What templates are given: frozen values, ready to show, one module a page.

Views fill them inside the unit of work; templates render them outside it. Words chosen by the
program (a status, a rank) are codes here and become words in the template, in the reader's
language; words about one patient (a reason, a sentence) arrive written.
"""
