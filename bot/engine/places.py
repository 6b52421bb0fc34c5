"""Places: the countries that have no button of their own, by the names that are typed."""

OTHERS = {
    "kuwait": "KW",
    "oman": "OM",
    "bahrain": "BH",
    "yordania": "JO",
    "jordan": "JO",
    "kamboja": "KH",
    "cambodia": "KH",
    "myanmar": "MM",
    "thailand": "TH",
    "laos": "LA",
    "suriah": "SY",
    "syria": "SY",
}
"""Each stands in the content's list of countries."""
